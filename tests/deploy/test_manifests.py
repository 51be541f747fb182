"""What is shipped for others' machines is of the form that those read: image, compose, systemd, Kubernetes.

(The schemas and the linter are packages of their own: nothing is fetched when the tests run.)
"""

from __future__ import annotations

import ipaddress
import json
import re
import shutil
import subprocess
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate
import pytest
import yaml

from benchmarks import load_server
from tests.deploy.proxies import DEPLOY
from viz.server.settings import FOREIGN, Settings, variable

KUBERNETES = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
COMPOSE = sorted(DEPLOY.glob("compose*.yaml"))
RUNNING = (DEPLOY.parent / "docs" / "running.md").read_text("utf-8")
KNOWN = {variable(setting) for setting in Settings.__dataclass_fields__.values()} | {name for name, *_ in FOREIGN}


@cache
def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def kind(name: str) -> Any:
    return next(read(path) for path in KUBERNETES if read(path)["kind"] == name)


# ---- the image


HADOLINT = Path(sys.executable).with_name("hadolint")


@pytest.mark.skipif(not HADOLINT.exists(), reason="the linter has no wheel here")
def test_the_image_is_one_that_a_linter_likes():
    done = subprocess.run([HADOLINT, "--no-color", DEPLOY / "Dockerfile"], capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("", 0)


def test_the_base_is_pinned_and_the_user_is_not_root():
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    bases = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert len(bases) == 2
    assert all(re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+@sha256:[0-9a-f]{64}", base) for base in bases)
    assert re.findall(r"^USER (\d+):(\d+)$", text, re.MULTILINE) == [("65532", "65532")]
    assert "apt" not in re.sub(r"^#.*$", "", text, flags=re.MULTILINE)


def test_what_is_installed_is_pinned_by_hashes_and_is_what_the_explorer_asks_for():
    text = (DEPLOY / "requirements-server.txt").read_text("utf-8")
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+) \\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE))
    assert set(pinned) == set(re.findall(r"^([a-z][\w.-]+)", text, re.MULTILINE))
    wanted = (DEPLOY.parent / "requirements.txt").read_text("utf-8")
    assert set(re.findall(r"^([a-z][\w-]+)", wanted, re.MULTILINE)) <= set(pinned)


# ---- how the app is started


def test_the_app_is_started_with_the_same_options_everywhere():
    image = (DEPLOY / "Dockerfile").read_text("utf-8").replace("\\\n", "")
    unit = (DEPLOY / "systemd" / "gradwalk.service").read_text("utf-8").replace("\\\n", "")
    (words,) = re.findall(r"^CMD (\[.*\])$", image, re.MULTILINE)
    (command,) = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    assert json.loads(words) == ["uvicorn", "app:app", *load_server.OPTIONS]
    assert command.split()[1:] == ["-m", "uvicorn", "app:app", *load_server.OPTIONS]


# ---- compose


@pytest.mark.parametrize("path", COMPOSE, ids=lambda path: path.name)
def test_compose_files_keep_to_the_specification(path):
    schema = json.loads(files("check_jsonschema").joinpath("builtin_schemas/vendor/compose-spec.json").read_text())
    jsonschema.validate(read(path), schema)


@pytest.mark.parametrize("path", COMPOSE, ids=lambda path: path.name)
def test_services_can_write_nothing_and_become_nobody(path):
    for name, service in read(path)["services"].items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert not service.get("privileged"), name
        assert "mem_limit" in service, name


@pytest.mark.parametrize("path", COMPOSE, ids=lambda path: path.name)
def test_the_app_is_reached_through_the_proxy_alone(path):
    services = read(path)["services"]
    for name, service in services.items():
        assert ("ports" in service) == (name == "proxy")
        assert ("outside" in service["networks"]) == (name == "proxy")
    assert read(path)["networks"]["inside"]["internal"]


@pytest.mark.parametrize("path", COMPOSE, ids=lambda path: path.name)
def test_every_setting_in_them_exists(path):
    for name, service in read(path)["services"].items():
        if name != "proxy":
            assert set(service["environment"]) <= KNOWN


@pytest.mark.parametrize("path", COMPOSE, ids=lambda path: path.name)
def test_what_is_set_in_them_is_not_to_be_set_in_the_file_of_settings_and_that_is_said(path):
    for name, service in read(path)["services"].items():
        if name != "proxy":
            assert set(service["environment"]) == {"GRADWALK_BASE_PATH", "FORWARDED_ALLOW_IPS"}
    assert "`GRADWALK_BASE_PATH` and `FORWARDED_ALLOW_IPS` stand in\nthe compose file" in RUNNING


def test_each_has_a_network_of_its_own_and_believes_its_proxy():
    networks = {path: read(path)["networks"]["inside"]["ipam"]["config"][0]["subnet"] for path in COMPOSE}
    one, other = map(ipaddress.ip_network, networks.values())
    assert not one.overlaps(other)
    for path, network in networks.items():
        for name, service in read(path)["services"].items():
            if name != "proxy":
                assert service["environment"]["FORWARDED_ALLOW_IPS"] == network
                address = service["networks"]["inside"]["ipv4_address"]
                assert ipaddress.ip_address(address) in ipaddress.ip_network(network)


@pytest.mark.parametrize(
    ("file", "folder"), [("compose.yaml", "nginx/extra"), ("compose.replicas.yaml", "haproxy/certs")]
)
def test_certificates_are_where_the_page_for_administrators_puts_them(file, folder):
    mounts = [volume.split(":") for volume in read(DEPLOY / file)["services"]["proxy"]["volumes"]]
    (inside,) = [target for source, target, mode in mounts if source == f"./{folder}" and mode == "ro"]
    assert (DEPLOY / folder).is_dir()
    assert f"deploy/{folder}/" in RUNNING
    assert f"{inside}/cert.pem" in RUNNING


@pytest.mark.parametrize("path", COMPOSE, ids=lambda path: path.name)
def test_the_proxy_is_told_the_addresses_that_the_app_has(path):
    services = read(path)["services"]
    own = {
        f"{service['networks']['inside']['ipv4_address']}:8501" for name, service in services.items() if name != "proxy"
    }
    told = {
        value
        for name, value in services["proxy"]["environment"].items()
        if name.startswith(("GRADWALK_UPSTREAM", "GRADWALK_REPLICA"))
    }
    assert told == own


def test_the_proxy_is_given_all_that_the_site_asks_for():
    asked = set(re.findall(r"\$\{(\w+)\}", (DEPLOY / "nginx" / "gradwalk.conf.template").read_text("utf-8")))
    by_hand = {line.split("=")[0] for line in (DEPLOY / "nginx" / "debian.env").read_text("utf-8").splitlines()}
    assert asked == by_hand == set(read(DEPLOY / "compose.yaml")["services"]["proxy"]["environment"])
    assert by_hand & KNOWN == {"GRADWALK_BASE_PATH"}, "else one name would mean two things on one machine"


# ---- systemd


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_the_unit_is_one_that_systemd_reads(tmp_path):
    unit = (DEPLOY / "systemd" / "gradwalk.service").read_text("utf-8")
    there = tmp_path / "gradwalk.service"  # with an interpreter that is on this machine
    there.write_text(unit.replace("/opt/gradwalk/.venv/bin/python", sys.executable))
    done = subprocess.run(["systemd-analyze", "verify", there], capture_output=True, text=True)
    assert (done.stderr, done.returncode) == ("", 0)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_the_unit_is_shut_in():
    unit = DEPLOY / "systemd" / "gradwalk.service"
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=15", unit], capture_output=True, text=True
    )  # 15 is an exposure of 1.5 of 10
    assert done.returncode == 0, done.stdout


# ---- Kubernetes


@pytest.mark.parametrize("path", KUBERNETES, ids=lambda path: path.name)
def test_manifests_keep_to_the_schemas(path):
    if read(path)["kind"] == "Kustomization":  # a file of kubectl's own, which is in no schema of the server
        assert sorted(read(path)["resources"]) == [other.name for other in KUBERNETES if other != path]
    else:
        kubernetes_validate.validate(read(path), "1.37", strict=True)


def test_every_selector_finds_the_pods():
    labels = kind("Deployment")["spec"]["template"]["metadata"]["labels"]
    assert kind("Deployment")["spec"]["selector"]["matchLabels"] == labels
    assert kind("Service")["spec"]["selector"] == labels
    assert kind("PodDisruptionBudget")["spec"]["selector"]["matchLabels"] == labels
    assert kind("NetworkPolicy")["spec"]["podSelector"]["matchLabels"] == labels
    (rule,) = kind("Ingress")["spec"]["rules"]
    assert rule["http"]["paths"][0]["backend"]["service"]["name"] == kind("Service")["metadata"]["name"]


def test_pods_are_probed_bounded_and_shut_in():
    (container,) = kind("Deployment")["spec"]["template"]["spec"]["containers"]
    base = {entry["name"]: entry["value"] for entry in container["env"]}
    assert set(base) <= KNOWN
    for probe, path in (("startupProbe", "healthz"), ("livenessProbe", "healthz"), ("readinessProbe", "readyz")):
        assert container[probe]["httpGet"]["path"] == f"{base['GRADWALK_BASE_PATH']}/{path}"
    assert set(container["resources"]["limits"]) == {"memory"}  # a limit of processor would only slow it down
    assert set(container["resources"]["requests"]) == {"cpu", "memory"}
    assert container["securityContext"]["readOnlyRootFilesystem"]
    assert kind("Deployment")["spec"]["template"]["spec"]["securityContext"]["runAsNonRoot"]
    assert kind("NetworkPolicy")["spec"]["egress"] == []


def test_what_the_cluster_has_to_have_is_said():
    (rule,) = kind("NetworkPolicy")["spec"]["ingress"]
    (inside,) = rule["from"][0]["namespaceSelector"]["matchLabels"].values()
    assert f"the namespace `{inside}`" in RUNNING
    assert f"the ingress class `{kind('Ingress')['spec']['ingressClassName']}`" in RUNNING
    assert f"the secret `{kind('Ingress')['spec']['tls'][0]['secretName']}`" in RUNNING


def test_the_controller_reads_every_annotation_where_it_stands():
    """Its documentation/annotations.md: for a service these; most timeouts in its ConfigMap, and ignored elsewhere."""
    names = ("cookie-persistence", "check", "check-http", "check-interval", "load-balance", "forwarded-for",
             "backend-config-snippet")  # fmt: skip
    assert set(kind("Service")["metadata"]["annotations"]) <= {f"haproxy.org/{name}" for name in names}
    assert set(kind("Ingress")["metadata"]["annotations"]) == {"haproxy.org/request-set-header"}


def test_an_upgrade_and_a_repair_leave_a_replica_standing():
    assert kind("Deployment")["spec"]["replicas"] >= 2
    assert kind("Deployment")["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    assert kind("PodDisruptionBudget")["spec"]["maxUnavailable"] == 1


# ---- make


def test_clean_leaves_nothing_of_what_git_does_not_know(tmp_path):
    """But for what is ignored in case a tool makes it, and an administrator's secrets."""
    ignored = (DEPLOY.parent / ".gitignore").read_text("utf-8").split()
    made = {name.rstrip("/") for name in ignored if name.endswith("/")} - {"test-results"}
    shutil.copy(DEPLOY.parent / "Makefile", tmp_path)
    for name in made:
        (tmp_path / name).mkdir()
    subprocess.run(["make", "clean"], cwd=tmp_path, check=True, capture_output=True)
    assert [path.name for path in tmp_path.iterdir()] == ["Makefile"]
