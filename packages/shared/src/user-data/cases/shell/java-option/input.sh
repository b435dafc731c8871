#!/bin/bash
java -Daws.accessKeyId=@KEY@ -Daws.secretKey=@SECRET@ -jar app.jar
