"""Writes fixtures/checkpoints with PyTorch and safetensors: one network, saved as people save it.

    python scripts/make_checkpoints.py fixtures/checkpoints

Run once, with torch 2.15 and NumPy 2.4; bytes differ between versions of torch, so the gate does
not run it. The weights are whole numbers over 8, exact in every type.
"""

import pathlib
import sys

import numpy as np
import torch


class Runs:
    """What an attacker would save."""

    def __reduce__(self):
        return (print, ("code of a pickle has run",))


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    torch.manual_seed(0)
    sizes = [3, 4, 2, 3]
    numbers = [torch.randint(-8, 9, (out, inp)) / 8 for inp, out in zip(sizes, sizes[1:])]
    model = torch.nn.Sequential(*(torch.nn.Linear(i, o, bias=False) for i, o in zip(sizes, sizes[1:])))
    for layer, values in zip(model, numbers):
        layer.weight.data.copy_(values)
    state = model.state_dict()
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.ones(5, 3)).square().mean().backward()
    optimizer_state = optimizer.state_dict()
    optimizer_state["state"] = {
        at: {"step": torch.tensor(1.0), "exp_avg": torch.zeros_like(value), "exp_avg_sq": torch.ones_like(value)}
        for at, value in enumerate(state.values())
    }

    def save(name, value, **options):
        torch.save(value, folder / f"{name}.pt", **options)

    np.savez(folder / "saved.npz", **{name: value.numpy() for name, value in state.items()})
    write_safetensors(folder / "saved.safetensors", state)
    save("bare", state)
    save("nested", {"epoch": 3, "model": state, "optimizer": optimizer_state, "loss": torch.tensor(0.5),
                    "losses": [0.25] * 4, "rng": torch.zeros(16, dtype=torch.uint8), "device": torch.device("cpu")})
    save("legacy", state, _use_new_zipfile_serialization=False)
    save("legacy-nested", {"state_dict": state, "optimizer": optimizer_state}, _use_new_zipfile_serialization=False)
    save("protocol4", dict(state), pickle_protocol=4)
    save("wrapped", {f"_orig_mod.module.{name}": value for name, value in state.items()})
    save("parameters", torch.nn.ParameterList([layer.weight for layer in model]).state_dict())
    save("list", [layer.weight for layer in model])
    for kind in (torch.float64, torch.float16, torch.bfloat16):
        save(str(kind).removeprefix("torch."), {name: value.to(kind) for name, value in state.items()})
    # Views: a transpose, every other column of a wider matrix, and two layers of one storage.
    first, second, third = (state[name] for name in state)
    wide = torch.zeros(2, 8)
    wide[:, ::2] = second
    shared = torch.cat([torch.zeros(5), third.flatten()])
    save("views", {"0.weight": first.t().contiguous().t(), "1.weight": wide[:, ::2],
                   "2.weight": shared[5:].view(3, 2)})
    # A run of three checkpoints in one file: nothing, half of the network, all of it.
    run = {f"W{at}": torch.stack([0 * value, value / 2, value]) for at, value in enumerate(state.values(), 1)}
    run |= {"b3": torch.tensor([[0.0, 0.0, 0.0], [0.5, 0.0, 0.0], [1.0, 0.0, -1.0]]), "loss": torch.ones(3)}
    numpy_run = {name: value.numpy() for name, value in run.items()}
    np.savez(folder / "run.npz", **numpy_run | {"W2": np.asfortranarray(numpy_run["W2"])})
    write_safetensors(folder / "run.safetensors", run)
    save("run", run)
    # Lists and dictionaries as numpy keeps Python objects.
    layers = np.empty(3, dtype=object)
    layers[:] = [value.numpy() for value in state.values()]
    np.savez(folder / "objects.npz", weights=layers)
    np.save(folder / "objects.npy", layers)
    np.save(folder / "dictionary.npy", {"step": 7, "model": {name: value.numpy() for name, value in state.items()}})
    np.save(folder / "code.npy", {"W1": np.eye(2), "callback": Runs()})
    # What is refused: a module, code, a tensor beyond its storage.
    save("module", model)
    save("code", {"0.weight": first, "callback": Runs()})


def write_safetensors(path, state) -> None:
    """The format by hand: the length of a header, the header, the numbers."""
    import json

    header, data = {}, b""
    for name, value in state.items():
        bytes_ = value.numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [len(data), len(data) + len(bytes_)]}
        data += bytes_
    text = json.dumps(header).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)


if __name__ == "__main__":
    main()
