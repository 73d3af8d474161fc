"""Training in PyTorch watched from inside. PyTorch itself is not imported: any module with a ``state_dict``
will do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linscape import monitor


class Monitor(monitor.Monitor):
    """A :class:`linscape.Monitor` of a module that PyTorch trains.

    The learning rate is read off the optimizer if that is plain gradient descent (``SGD``, one rate for all
    layers): ``η / (1 − μ)`` with momentum ``μ``, or ``η (1 − d) / (1 − μ)`` with dampening ``d``. Other optimizers do not
    follow gradient flow, so that nothing is predicted for them.

    Examples
    --------
    ::

        problem = linscape.Problem(hidden=[32, 32], inputs=x, targets=y, loss="mean")
        monitor = linscape.torch.Monitor(problem, every=100)
        for step in range(steps):
            optimizer.zero_grad()
            mse(network(x), y).backward()
            optimizer.step()
            if said := monitor.observe(network, step, optimizer=optimizer):
                wandb.log(said, step=step)
    """

    def observe(
        self,
        weights: Any,
        step: int | None = None,
        *,
        optimizer: Any = None,
        learning_rate: float | None = None,
    ) -> dict[str, Any] | None:
        """As :meth:`linscape.Monitor.observe`, of a module or its ``state_dict``.

        Parameters
        ----------
        weights : torch.nn.Module, mapping, or sequence of matrices
        optimizer : torch.optim.Optimizer, optional
            Where the learning rate is read.
        """
        if not self.is_due(step):
            return super().observe((), step)
        if learning_rate is None and self.learning_rate is None:
            learning_rate = gradient_descent_rate(optimizer)
        state = weights.state_dict() if hasattr(weights, "state_dict") else weights
        return super().observe(state, step, learning_rate=learning_rate)

    def attach(
        self, optimizer: Any, module: Any, log: Callable[[Mapping[str, Any]], object] | None = None
    ) -> Any:
        """Observe after the steps of an optimizer; observations go to ``log`` and to ``history``.

        Returns
        -------
        handle
            Whose ``remove()`` ends it.
        """

        def after_step(*_: Any) -> None:
            said = self.observe(module, optimizer=optimizer)
            if said is not None and log is not None:
                log(said)

        return optimizer.register_step_post_hook(after_step)


def gradient_descent_rate(optimizer: Any) -> float | None:
    """The time a step of ``torch.optim.SGD`` takes; ``None`` for other optimizers, weight decay, or layers
    with rates of their own."""
    if type(optimizer).__name__ != "SGD":
        return None
    rates = set()
    for group in optimizer.param_groups:
        momentum, dampening = group.get("momentum", 0.0), group.get("dampening", 0.0)
        if group.get("weight_decay", 0.0) != 0.0 or not 0.0 <= momentum < 1.0 or group.get("maximize", False):
            return None
        kept = 1.0 - dampening if momentum else 1.0
        rates.add(float(group["lr"]) * kept / (1.0 - momentum))
    return rates.pop() if len(rates) == 1 else None
