"""Reads the shipped templates as CloudFormation does, for checks on what a choice of parameters really makes."""
import pathlib

import yaml

TEMPLATES = pathlib.Path(__file__).resolve().parents[2] / "Resources/Templates"
ABSENT = object()


class Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short tags, written out long."""


def long_form(loader, suffix, node):
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        return {name: value.split(".", 1) if suffix == "GetAtt" else value}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_mapping(node, deep=True)}


Loader.add_multi_constructor("!", long_form)


def text(name):
    return (TEMPLATES / f"{name}.yaml").read_text()


def load(name):
    return yaml.load(text(name), Loader)


class Resolved:
    """A template with parameters and conditions put in; references to resources stay as they are."""

    def __init__(self, template, pseudo=None, **parameters):
        self.template = template
        self.values = {name: declared.get("Default") for name, declared in template["Parameters"].items()}
        unknown = set(parameters) - set(self.values)
        assert not unknown, f"no such parameters: {unknown}"
        self.values |= parameters
        self.values |= {"AWS::Partition": "aws", "AWS::Region": "eu-central-1", "AWS::AccountId": "111122223333"}
        self.values |= {"AWS::StackName": "rolecall", "AWS::NoValue": ABSENT} | (pseudo or {})
        self.values["AWS::StackId"] = "arn:aws:cloudformation:eu-central-1:111122223333:stack/rolecall/12345678-0000"

    def holds(self, name):
        return self.condition(self.template["Conditions"][name])

    def condition(self, node):
        [(function, argument)] = node.items()
        match function:
            case "Condition":
                return self.holds(argument)
            case "Fn::Equals":
                left, right = (self.value(side) for side in argument)
                return str(left) == str(right)
            case "Fn::Not":
                return not self.condition(argument[0])
            case "Fn::And":
                return all(self.condition(part) for part in argument)
            case "Fn::Or":
                return any(self.condition(part) for part in argument)
        raise AssertionError(f"{function} is no condition")

    def value(self, node):
        if isinstance(node, list):
            return [value for value in map(self.value, node) if value is not ABSENT]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            [(function, argument)] = node.items()
            if function == "Ref" and argument in self.values:
                return self.values[argument]
            if function == "Fn::If":
                return self.value(argument[1] if self.holds(argument[0]) else argument[2])
            if function == "Fn::Sub" and isinstance(argument, str):
                for name, value in self.values.items():
                    argument = argument.replace("${%s}" % name, str(value))
                return argument if "${" not in argument else {function: argument}
            if function == "Fn::Join":
                separator, parts = argument
                parts = self.value(parts)
                return separator.join(parts) if isinstance(parts, list) else parts
        pairs = {key: self.value(part) for key, part in node.items()}
        return {key: part for key, part in pairs.items() if part is not ABSENT}

    @property
    def resources(self):
        return {
            name: self.value({key: part for key, part in resource.items() if key != "Condition"})
            for name, resource in self.template["Resources"].items()
            if "Condition" not in resource or self.holds(resource["Condition"])
        }

    def plain(self):
        """The same as a template without parameters, for checkers that do not put conditions in."""
        return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": self.resources}
