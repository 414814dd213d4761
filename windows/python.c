/* python.exe: hands its arguments to the Python beside it. */
#include <windows.h>

#define AS_TEXT(name) #name
#define LIBRARY(version) "python" AS_TEXT(version) ".dll"

int wmain(int count, wchar_t **arguments)
{
    HMODULE library = LoadLibraryA(LIBRARY(PYTHON_VERSION));
    int (*run)(int, wchar_t **);
    if (library == NULL)
        return 127;
    run = (int (*)(int, wchar_t **))(void *)GetProcAddress(library, "Py_Main");
    return run == NULL ? 127 : run(count, arguments);
}
