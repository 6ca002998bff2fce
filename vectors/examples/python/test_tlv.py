"""Every vector of two operations: a test each, with the vector's id for its name."""

import ampwire_vectors
import pytest
from tlv import Refused, bigsize, stream


def read(op, data):
    if op == "bigsize.decode":
        value, length = bigsize(data)
        return {"value": str(value), "length": str(length)}
    return {"records": [{"type": str(kind), "value": value.hex()} for kind, value in stream(data)]}


VECTORS = [vector for op in ("bigsize.decode", "tlv.decode") for vector in ampwire_vectors.vectors(op, level="should")]


@pytest.mark.parametrize("vector", VECTORS, ids=[vector.id for vector in VECTORS])
def test_vector(vector):
    data = bytes.fromhex(vector.input["bytes"])
    if "ok" in vector.expect:
        assert read(vector.op, data) == vector.expect["ok"], vector.comment
        return
    with pytest.raises(Refused) as refused:
        read(vector.op, data)
    assert str(refused.value) in vector.expect["reject"]["class"], vector.comment
