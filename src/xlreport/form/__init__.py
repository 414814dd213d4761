"""One edition of one official form: outlines, kinds, values, rules, tables, texts, loading."""
