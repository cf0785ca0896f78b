#!/usr/bin/env python3
"""What a release is made of, as SPDX 2.3 JSON on standard output: the Debian packages that the program links or was compiled from,
and the npm packages of the pages, as the lock file names them. Usage: sbom.py WARSHA [PACKAGE-LOCK]"""
import base64
import datetime
import hashlib
import json
import os
import re
import subprocess
import sys

# Libraries of headers alone leave no trace in the program.
COMPILED_IN = ['libboost1.81-dev', 'nlohmann-json3-dev', 'libcli11-dev', 'libtomlplusplus-dev', 'libspdlog-dev', 'libstdc++-12-dev']


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def debian_packages(program):
    names = set(COMPILED_IN)
    for path in re.findall(r'(/\S+)', run('ldd', program)):
        # Debian knows a library by the name before or after /usr was merged into /.
        for place in (os.path.realpath(path), os.path.realpath(path).removeprefix('/usr')):
            found = subprocess.run(['dpkg-query', '-S', place], capture_output=True, text=True)
            if found.returncode == 0:
                names.add(found.stdout.split(':')[0])
                break
    for name in sorted(names):
        shown = subprocess.run(['dpkg-query', '-W', '-f=${Version} ${Architecture}', name], capture_output=True, text=True)
        if shown.returncode == 0:
            version, architecture = shown.stdout.split()
            yield package('deb', name, version, f'pkg:deb/debian/{name}@{version}?arch={architecture}')


def npm_packages(lock):
    with open(lock, encoding='utf-8') as file:
        listed = json.load(file)['packages']
    for path, one in sorted(listed.items()):
        if path and 'version' in one:
            name = path.rpartition('node_modules/')[2]
            made = package('npm', name, one['version'], f'pkg:npm/{name.replace("@", "%40")}@{one["version"]}', one.get('license', 'NOASSERTION'))
            algorithm, _, digest = one.get('integrity', '').partition('-')
            if algorithm == 'sha512':
                made['checksums'] = [{'algorithm': 'SHA512', 'checksumValue': base64.b64decode(digest).hex()}]
            yield made


def package(kind, name, version, locator, licence='NOASSERTION'):
    return {'SPDXID': 'SPDXRef-' + kind + '-' + re.sub(r'[^A-Za-z0-9.-]', '-', f'{name}-{version}'), 'name': name, 'versionInfo': version, 'downloadLocation': 'NOASSERTION',
            'filesAnalyzed': False, 'licenseConcluded': 'NOASSERTION', 'licenseDeclared': licence, 'copyrightText': 'NOASSERTION',
            'externalRefs': [{'referenceCategory': 'PACKAGE-MANAGER', 'referenceType': 'purl', 'referenceLocator': locator}]}


def main():
    program = sys.argv[1]
    lock = sys.argv[2] if len(sys.argv) > 2 else 'web-client/package-lock.json'
    with open(program, 'rb') as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    version = run(program, '--version').split()[1]
    ours = package('program', 'warsha', version, f'pkg:generic/warsha@{version}', 'MIT')
    ours['checksums'] = [{'algorithm': 'SHA256', 'checksumValue': digest}]
    others = {one['SPDXID']: one for one in [*debian_packages(program), *npm_packages(lock)]}
    json.dump({
        'spdxVersion': 'SPDX-2.3', 'dataLicense': 'CC0-1.0', 'SPDXID': 'SPDXRef-DOCUMENT', 'name': f'warsha-{version}', 'documentNamespace': f'https://spdx.org/spdxdocs/warsha-{version}-{digest}',
        'creationInfo': {'created': datetime.datetime.now(datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ'), 'creators': ['Tool: warsha-sbom']},
        'packages': [ours, *others.values()],
        'relationships': [{'spdxElementId': 'SPDXRef-DOCUMENT', 'relationshipType': 'DESCRIBES', 'relatedSpdxElement': ours['SPDXID']},
                          *({'spdxElementId': ours['SPDXID'], 'relationshipType': 'DEPENDS_ON', 'relatedSpdxElement': one} for one in others)],
    }, sys.stdout, indent=1)
    print()


main()
