<powershell>
Set-AWSCredential -AccessKey @KEY@ -SecretKey @SECRET@ -StoreAs default
</powershell>
