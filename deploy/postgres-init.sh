#!/bin/sh
# Makes the owner of the deployment's database: no superuser, may create roles.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$VUON_OWNER_PASSWORD" -U postgres <<'SQL'
CREATE ROLE vuon_owner LOGIN CREATEROLE PASSWORD :'password';
CREATE DATABASE vuon OWNER vuon_owner;
SQL
