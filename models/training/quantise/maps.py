"""Which maps of a graph become whole numbers."""
from onnx import NodeProto

from .pixel_blocks import first_convolution
from .plain_graph import PlainGraph

MAP_OPERATIONS = frozenset({"Conv", "LeakyRelu", "Relu", "MaxPool", "AveragePool", "Resize", "Add", "Concat", "Slice"})


def map_inputs(node: NodeProto, graph: PlainGraph) -> list[str]:
    return [node.input[0]] if node.op_type in ("Conv", "Resize", "Slice") else graph.data_inputs(node)


def maps_of(graph: PlainGraph) -> set[str]:
    """The first convolution's input, and all that is made of it by operations that can work on whole numbers.

    Not among them: what the last convolutions give, and what a ramp cuts at 0 at once.
    """
    maps = {first_convolution(graph).input[0]}
    for node in graph.nodes:
        if node.op_type in MAP_OPERATIONS and set(map_inputs(node, graph)) <= maps:
            maps.add(node.output[0])
    goes_on = {name for node in graph.nodes if node.output[0] in maps for name in map_inputs(node, graph)}
    last = {node.output[0] for node in graph.nodes if node.op_type == "Conv" and node.output[0] not in goes_on}
    return maps - last - set(ramps_of(graph))


def ramps_of(graph: PlainGraph) -> dict[str, str]:
    """What only a Relu takes, and what that gives: numbers that begin at 0 are cut by themselves."""
    takers: dict[str, list[NodeProto]] = {}
    for node in graph.nodes:
        for name in node.input:
            takers.setdefault(name, []).append(node)
    makers = {node.output[0]: node.op_type for node in graph.nodes}
    return {
        name: nodes[0].output[0]
        for name, nodes in takers.items()
        if [node.op_type for node in nodes] == ["Relu"] and makers.get(name) in ("Conv", "Add")
    }
