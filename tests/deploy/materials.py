#!/usr/bin/env python3
"""The bill of materials names everything a release is made of (deploy/sbom.py). Usage: materials.py WARSHA, in the source folder."""
import json
import re
import subprocess
import sys

told = json.loads(subprocess.run(['deploy/sbom.py', sys.argv[1]], check=True, capture_output=True, text=True).stdout)
packages = {one['name']: one for one in told['packages']}
ids = [one['SPDXID'] for one in told['packages']]
needed = re.findall(r'NEEDED.*\[(\S+)\]', subprocess.run(['readelf', '-d', sys.argv[1]], check=True, capture_output=True, text=True).stdout)
with open('web-client/package-lock.json', encoding='utf-8') as file:
    locked = {path.rpartition('node_modules/')[2] for path in json.load(file)['packages'] if path}

assert told['spdxVersion'] == 'SPDX-2.3' and told['dataLicense'] == 'CC0-1.0'
assert len(ids) == len(set(ids)), 'ids are used once'
assert all(one['versionInfo'] for one in told['packages']), 'everything has a version'
for library in needed:
    owners = subprocess.run(['dpkg-query', '-S', '*/' + library], check=True, capture_output=True, text=True).stdout
    assert {line.split(':')[0] for line in owners.splitlines()} & set(packages), f'{library} is linked and not told'
assert 'libssl3' in packages and 'libboost1.81-dev' in packages, 'OpenSSL, and what leaves no trace in the program'
assert locked <= set(packages), f'of the pages: {sorted(locked - set(packages))[:5]}'
assert re.fullmatch('[0-9a-f]{64}', packages['warsha']['checksums'][0]['checksumValue']), 'the program itself, by its SHA-256'
print(f'{len(packages)} packages, {len(needed)} linked libraries')
