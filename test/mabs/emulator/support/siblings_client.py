"""The vendor's Python client of a sibling, over mutual TLS: HOST CERTIFICATE-AND-KEY AUTHORITY."""
import json
import sys

import requests
from azure.servicemanagement import SchedulerManagementService

host, certificate, authority = sys.argv[1:]
session = requests.Session()
session.cert = certificate
session.verify = authority
session.trust_env = False
client = SchedulerManagementService("1a2b3c4d-2222-3333-4444-555555555555", host=host, request_session=session)


def ended(answer):
    return client.get_operation_status(answer.request_id).status


def resources(container):
    return [[each.name, each.type, each.state] for each in container.resources]


said = {"created": ended(client.create_cloud_service("python", "Python", "of the test", "West US"))}
said["listed"] = [[each.name, each.label, each.geo_region, resources(each)] for each in client.list_cloud_services()]
said["read"] = resources(client.get_cloud_service("integration"))
said["deleted"] = ended(client.delete_cloud_service("python"))
said["left"] = [each.name for each in client.list_cloud_services()]
try:
    client.get_cloud_service("python")
except Exception as reason:  # whatever the client makes of a 404
    said["gone"] = str(reason)
print(json.dumps(said))
