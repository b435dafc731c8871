#!/bin/bash
credentials() {
  export AWS_ACCESS_KEY_ID=@KEY@
  export AWS_SECRET_ACCESS_KEY=@SECRET@
}
credentials
start-app
