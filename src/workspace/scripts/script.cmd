@echo off
setlocal DisableDelayedExpansion
chcp 65001 >nul 2>nul
rem {about}
rem Do giaingan ghi. Tệp đã sửa thì không bị ghi đè.
set "here=%~dp0."
set "giaingan="
for %%I in (giaingan.exe) do set "giaingan=%%~$PATH:I"
if exist "{place}" set "giaingan={place}"
if exist "%~dp0..\giaingan.exe" set "giaingan=%~dp0..\giaingan.exe"
if exist "%~dp0giaingan.exe" set "giaingan=%~dp0giaingan.exe"
if not defined giaingan goto missing
{words}
set code=%errorlevel%
goto end
:missing
echo Không tìm thấy giaingan.exe. Hãy chép giaingan.exe vào thư mục chứa tệp này rồi mở lại.
set code=2
:end
echo.
pause
exit /b %code%
