Write-Host ready
