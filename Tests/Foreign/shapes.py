"""Holds raw answers against botocore's own service models: nothing unknown, nothing missing, every value in bounds."""
import json
import xml.etree.ElementTree as ElementTree


def problems(client, operation, body):
    """What in the bytes of a successful answer the model does not know or does not allow."""
    model = client.meta.service_model.operation_model(operation)
    if client.meta.service_model.metadata["protocol"] == "json":
        return _json(json.loads(body), model.output_shape, operation)
    root = _plain(ElementTree.fromstring(body))
    found = [] if root.tag == f"{operation}Response" else [f"root is {root.tag}"]
    if root.find("ResponseMetadata/RequestId") is None:
        found.append("no request id")
    if model.output_shape is not None:
        found += _xml(root.find(f"{operation}Result"), model.output_shape, operation)
    return found


def _plain(element):
    for child in element.iter():
        child.tag = child.tag.partition("}")[2] or child.tag
    return element


def _json(value, shape, path):
    if shape is None:
        return []
    if shape.type_name == "structure":
        found = [f"{path}.{name} is not in the model" for name in value if name not in shape.members]
        found += [f"{path}.{name} is missing" for name in shape.required_members if name not in value]
        for name, member in shape.members.items():
            if name in value:
                found += _json(value[name], member, f"{path}.{name}")
        return found
    if shape.type_name == "list":
        return [problem for item in value for problem in _json(item, shape.member, f"{path}[]")]
    if shape.type_name == "map":
        return [problem for item in value.values() for problem in _json(item, shape.value, f"{path}{{}}")]
    return _scalar(value, shape, path)


def _xml(element, shape, path):
    if element is None:
        return [f"{path} is missing"]
    if shape.type_name == "structure":
        known = {member.serialization.get("name", name): (name, member) for name, member in shape.members.items()}
        found = [f"{path}.{child.tag} is not in the model" for child in element if child.tag not in known]
        tags = [child.tag for child in element]
        found += [f"{path}.{tag} stands there twice" for tag in set(tags) if tags.count(tag) > 1]
        found += [f"{path}.{name} is missing" for name in shape.required_members if name not in tags]
        for child in element:
            if child.tag in known:
                found += _xml(child, known[child.tag][1], f"{path}.{child.tag}")
        return found
    if shape.type_name == "list":
        found = [f"{path} holds a {child.tag}" for child in element if child.tag != "member"]
        return found + [problem for child in element for problem in _xml(child, shape.member, f"{path}[]")]
    return _scalar(element.text or "", shape, path)


def _scalar(value, shape, path):
    enum = getattr(shape, "enum", [])
    if enum and value not in enum:
        return [f"{path} is {value!r}"]
    if shape.type_name == "string" and path.rpartition(".")[2] not in ("NextToken", "OrganizationalUnitId"):
        limits = shape.metadata
        if not limits.get("min", 0) <= len(value) <= limits.get("max", 1_000_000):
            return [f"{path} has {len(value)} characters"]
    return []
