@echo off
rem For who types commands: ..\xlreport check ... in the folder of the work.
setlocal DisableDelayedExpansion
set "HERE=%~dp0"
set "PYTHON=python.exe"
if exist "%HERE%python.exe" set "PYTHON=%HERE%python.exe"
for /f "delims=" %%d in ('dir /b /ad "%HERE%python*" 2^>nul') do (
  if exist "%HERE%%%d\python.exe" set "PYTHON=%HERE%%%d\python.exe"
)
"%PYTHON%" "%HERE%program\start.py" %*
