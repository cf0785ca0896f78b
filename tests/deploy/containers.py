#!/usr/bin/python3
"""What can be said of the Dockerfile and the compose files without a container engine.   containers.py WARSHA"""
import pathlib
import re
import subprocess
import sys

import yaml

root = pathlib.Path('deploy')
warsha = sys.argv[1]
config = subprocess.run([warsha, 'serve', '--print-config'], check=True, capture_output=True, text=True).stdout
options = dict(re.findall(r"^([a-z-]+) = ['\"]?([^'\"\n]*)", config, re.M))


def same(sentence, expected, got):
    if expected != got:
        sys.exit(f'FAILED: {sentence}\n  expected: {expected}\n  got:      {got}')


def check_service(file, compose, name, service):
    if 'build' in service:
        assert (root / service['build']['context'] / service['build']['dockerfile']).is_file(), (file, name)
        assert service['read_only'] and service['tmpfs'] == ['/tmp'], f'{file}: {name} writes its data folder and /tmp only'
        for key in service.get('environment', {}):
            assert key.removeprefix('WARSHA_').lower().replace('_', '-') in options | {'organiser-token': ''}, f'{file}: {key} is no option of serve'
    for volume in service.get('volumes', []):
        source = volume.split(':')[0]
        is_certificate = source == './warsha.pem'  # the operator's
        assert source in compose.get('volumes', {}) or is_certificate or (root / source).is_file(), (file, name, volume)
    for needed in service.get('depends_on', []):
        assert needed in compose['services'], (file, name, needed)


def check_ports():
    single, cluster, tls = (yaml.safe_load((root / f'compose.{name}.yaml').read_text())['services'] for name in ('single', 'cluster', 'tls'))
    proxy = cluster['proxy']
    same('one server is published at the port it listens on', ['8080:' + options['port']], single['warsha']['ports'])
    same('the proxy is published at the port it listens on', ['8080:' + proxy['environment']['WARSHA_PORT']], proxy['ports'])
    same('and over TLS', ['443:' + tls['proxy']['environment']['WARSHA_TLS_PORT']], tls['proxy']['ports'])
    for n in '123':
        same('the proxy asks the nodes where they listen', f'node{n}:{options["port"]}', proxy['environment'][f'WARSHA_NODE{n}'])
        assert 'ports' not in cluster[f'node{n}'], 'only the proxy reaches a node, so the nodes may believe what it says of addresses'


def package_of(library):
    found = subprocess.run(['dpkg', '-S', library, '/usr' + library], capture_output=True, text=True).stdout
    return found.split(':')[0]


def check_image():
    docker = (root / 'Dockerfile').read_text()
    image = docker[docker.rindex('\nFROM'):]
    libraries = re.findall(r'=> (/\S+)', subprocess.run(['ldd', warsha], check=True, capture_output=True, text=True).stdout)
    in_every_image = {'libc6', 'libgcc-s1', 'libstdc++6'}
    missing = {package_of(library) for library in libraries} - in_every_image - set(image.split())
    same('the image has every library of the program', set(), missing)
    assert re.search(r'^USER warsha$', image, re.M) and re.search(r'^HEALTHCHECK .*"warsha", "health"', image, re.M)
    assert f'EXPOSE {options["port"]}' in image
    copied = re.search(r'COPY --from=build /src/web-client/dist (\S+)', image)
    same('the pages lie where the program looks', options['web-root'], copied and copied[1])
    ignored = (root / 'Dockerfile.dockerignore').read_text().split('\n')
    for folder in ('.git', 'build*', 'data', '**/node_modules'):
        assert folder in ignored, f'{folder} stays outside of the image: a build folder of this machine would be taken for the image\'s own'


for path in sorted(root.glob('compose.*.yaml')):
    compose = yaml.safe_load(path.read_text())
    for name, service in compose['services'].items():
        check_service(path.name, compose, name, service)
check_ports()
check_image()
