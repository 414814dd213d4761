@echo off
rem Starts program\start.py by the Python that lies in this folder. Commands are ASCII, so that
rem they run under every code page; what is printed is in that of a Chinese Windows.
setlocal DisableDelayedExpansion
set "HERE=%~dp0"
set "XLREPORT_BAT=%~f0"
set "PYTHON="
if exist "%HERE%python.exe" set "PYTHON=%HERE%python.exe"
for /f "delims=" %%d in ('dir /b /ad "%HERE%python*" 2^>nul') do (
  if exist "%HERE%%%d\python.exe" set "PYTHON=%HERE%%%d\python.exe"
)
if not exist "%HERE%program\start.py" goto incomplete
if not defined PYTHON goto lacking

rem Explorer starts this by cmd /c, and leaves a dragged path without blanks unquoted: & and ^ in it
rem would be signs of cmd. So start.py reads the whole line, as it is.
setlocal EnableDelayedExpansion
set "XLREPORT_LINE=!CMDCMDLINE!"
"!PYTHON!" "!HERE!program\start.py"
rem Not if errorlevel 1: what Windows itself refuses to start has a negative status.
if not "!ERRORLEVEL!"=="0" pause
rem Not exit /b: cmd would go on with what stands behind an & of a dragged path.
exit

:incomplete
echo.
echo 文件夹不完整：找不到 program\start.py。
echo 请先把压缩包全部解压缩，或者把整个文件夹复制过来，再双击其中的 年报汇总.bat。
echo.
pause
exit

:lacking
echo.
echo 还缺少 Python。请下载 {python}，
echo 放进本文件夹，右键点它，选“全部解压缩”，解压后应有这个文件：
echo   {folder}\python.exe
echo 下载地址和核对方法见“安装说明.txt”。做完以后，再双击 年报汇总.bat。
echo (Python not found: {folder}\python.exe)
echo.
pause
exit
