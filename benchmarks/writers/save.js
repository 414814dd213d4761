// Open workbooks by ExcelJS or SheetJS and save them again: node save.js LIBRARY TARGET FILE...
const path = require("path");
const [library, target, ...files] = process.argv.slice(2);

async function byExcelJS(from, to) {
  const { Workbook } = require("exceljs");
  const book = new Workbook();
  await book.xlsx.readFile(from);
  await book.xlsx.writeFile(to);
}

async function bySheetJS(from, to) {
  const xlsx = require("xlsx");
  xlsx.writeFile(xlsx.readFile(from, { cellStyles: true }), to, { bookSST: true, compression: true });
}

(async () => {
  const save = { exceljs: byExcelJS, sheetjs: bySheetJS }[library];
  for (const file of files) await save(file, path.join(target, path.basename(file)));
})();
