//! Which tensors of a checkpoint are the network's: a checkpoint is often a dictionary of dictionaries.

use std::collections::HashSet;

use crate::arrays::excerpt;
use crate::weights::pickle::PickleFault;
use crate::weights::pickle::heap::{Heap, Value};
use crate::weights::pickle::ndarray::Contents;

/// Deepest nesting in which tensors are looked for, longest key and most tensors: far beyond any
/// network, so that a short file cannot ask for long names.
const DEEPEST: usize = 16;
const LONGEST_KEY: usize = 256;
const MOST_TENSORS: usize = 1 << 16;

/// Keys under which training scripts keep the network when they keep more beside it.
const NETWORK_KEYS: [&str; 8] = [
    "model",
    "state_dict",
    "model_state_dict",
    "model_state",
    "net",
    "network",
    "params",
    "weights",
];

/// A tensor and the keys that lead to it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry<'a> {
    pub(crate) path: Vec<Key<'a>>,
    /// The tensor, or the array of numbers.
    pub(crate) value: Value<'a>,
}

/// A key of a dictionary or a position in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Key<'a> {
    Text(&'a str),
    Number(i64),
}

impl Key<'_> {
    fn is_of_networks(&self) -> bool {
        matches!(self, Self::Text(text) if NETWORK_KEYS.contains(text))
    }
}

impl std::fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

/// Keys joined by points, as PyTorch joins the names of modules.
pub(crate) fn joined(path: &[Key]) -> String {
    path.iter().map(Key::to_string).collect::<Vec<_>>().join(".")
}

impl<'a> Heap<'a> {
    /// The entry of a dictionary under a text.
    pub(crate) fn entry(&self, value: Value<'a>, key: &str) -> Option<Value<'a>> {
        let Value::Dictionary(at) = value else { return None };
        let found =
            self.dictionaries[at].iter().rev().find(|(known, _)| *known == Value::Text(key));
        found.map(|(_, value)| *value)
    }

    /// Every tensor and array of numbers under `root` in the order of the file, those of optimizers left out. What is
    /// reached twice counts where it is reached first.
    pub(crate) fn tensors_of(&self, root: Value<'a>) -> Result<Vec<Entry<'a>>, PickleFault> {
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        let mut left = vec![(Vec::new(), root)];
        while let Some((path, value)) = left.pop() {
            if self.is_leaf(value) {
                found.push(Entry { path, value });
                if found.len() > MOST_TENSORS {
                    return Err(malformed("it has more tensors than any network has layers"));
                }
                continue;
            }
            let container = match self.sequence_of(value) {
                Value::Sequence(at) => (true, at),
                Value::Dictionary(at) => (false, at),
                _ => continue,
            };
            if path.len() >= DEEPEST || !seen.insert(container) || self.is_optimizer(value) {
                continue;
            }
            let mut inner = self.children(value);
            inner.reverse();
            left.extend(inner.into_iter().map(|(key, value)| {
                let mut path = path.clone();
                path.push(key);
                (path, value)
            }));
        }
        Ok(found)
    }

    /// Whether a value is a tensor, or an array of numbers.
    fn is_leaf(&self, value: Value<'a>) -> bool {
        match value {
            Value::Tensor(_) => true,
            Value::Array(at) => matches!(self.arrays[at].contents, Contents::Numbers(_)),
            _ => false,
        }
    }

    /// Of an array of objects the sequence of them.
    fn sequence_of(&self, value: Value<'a>) -> Value<'a> {
        match value {
            Value::Array(at) => match self.arrays[at].contents {
                Contents::Objects(items) => Value::Sequence(items),
                _ => value,
            },
            _ => value,
        }
    }

    /// What a container holds that may hold tensors.
    fn children(&self, container: Value<'a>) -> Vec<(Key<'a>, Value<'a>)> {
        let holds = |value: &Value| {
            matches!(
                value,
                Value::Tensor(_) | Value::Array(_) | Value::Sequence(_) | Value::Dictionary(_)
            )
        };
        match self.sequence_of(container) {
            Value::Sequence(at) => {
                let numbered = (0_i64..).map(Key::Number).zip(self.sequences[at].iter().copied());
                numbered.filter(|(_, value)| holds(value)).collect()
            }
            Value::Dictionary(at) => {
                let named = |&(key, value): &(Value<'a>, Value<'a>)| match key {
                    Value::Text(text) if text.len() <= LONGEST_KEY => {
                        Some((Key::Text(text), value))
                    }
                    Value::Integer(number) => Some((Key::Number(number), value)),
                    _ => None,
                };
                self.dictionaries[at]
                    .iter()
                    .filter_map(named)
                    .filter(|(_, value)| holds(value))
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether a dictionary is the state of an optimizer, whose averages have the shapes of weights.
    fn is_optimizer(&self, value: Value<'a>) -> bool {
        self.entry(value, "param_groups").is_some()
    }
}

/// The dictionary that holds the network.
#[derive(Debug, PartialEq)]
pub(crate) struct Network<'a> {
    /// The keys that lead to it.
    path: Vec<Key<'a>>,
    /// The keys passed over on the way, beside which there are matrices.
    others: Vec<Key<'a>>,
}

impl<'a> Network<'a> {
    /// Goes into a dictionary as long as it alone holds matrices, or alone has a name that networks
    /// are kept under, and stops where a matrix is.
    pub(crate) fn among(entries: &[Entry<'a>], is_matrix: impl Fn(&Entry) -> bool) -> Self {
        let mut within: Vec<&Entry> = entries.iter().filter(|entry| is_matrix(entry)).collect();
        let mut network = Self { path: Vec::new(), others: Vec::new() };
        loop {
            let depth = network.path.len();
            if within.is_empty() || within.iter().any(|entry| entry.path.len() <= depth + 1) {
                return network;
            }
            let mut keys: Vec<Key> = Vec::new();
            let mut seen = HashSet::new();
            keys.extend(
                within.iter().map(|entry| entry.path[depth]).filter(|key| seen.insert(*key)),
            );
            let known: Vec<Key> = keys.iter().copied().filter(Key::is_of_networks).collect();
            let ((&[chosen], _) | (_, &[chosen])) = (&keys[..], &known[..]) else {
                return network;
            };
            network.others.extend(keys.into_iter().filter(|key| *key != chosen));
            within.retain(|entry| entry.path[depth] == chosen);
            network.path.push(chosen);
        }
    }

    /// The keys of a tensor from the network's dictionary on; none if it is elsewhere.
    pub(crate) fn own_keys<'e>(&self, entry: &'e Entry<'a>) -> Option<&'e [Key<'a>]> {
        entry
            .path
            .strip_prefix(&self.path[..])
            .filter(|keys| !keys.is_empty() || self.path.is_empty())
    }

    /// Which dictionary was gone into, and what was passed over.
    pub(crate) fn note(&self) -> Option<String> {
        const SHOWN: usize = 8;
        if self.path.is_empty() {
            return None;
        }
        let shown = self.others.iter().take(SHOWN);
        let mut others: Vec<String> =
            shown.map(|key| format!("{:?}", excerpt(&key.to_string()))).collect();
        if self.others.len() > SHOWN {
            others.push("…".to_owned());
        }
        let others = match others.len() {
            0 => String::new(),
            _ => format!(", not those under {}", others.join(", ")),
        };
        Some(format!("the weights are those under {:?}{others}", excerpt(&joined(&self.path))))
    }
}

fn malformed(reason: &'static str) -> PickleFault {
    PickleFault::Malformed { reason, at: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the network is, when there are matrices at these paths.
    fn network(paths: &[&'static str]) -> (String, Option<String>) {
        let path = |path: &&'static str| path.split('/').map(Key::Text).collect();
        let entries: Vec<Entry> =
            paths.iter().map(|text| Entry { path: path(text), value: Value::Tensor(0) }).collect();
        let network = Network::among(&entries, |_| true);
        (joined(&network.path), network.note())
    }

    #[test]
    fn the_network_is_where_its_name_says_or_where_matrices_are() {
        assert_eq!(network(&["0.weight", "2.weight"]), (String::new(), None));
        let (path, note) = network(&["model/0.weight", "model/2.weight"]);
        assert_eq!(path, "model");
        assert_eq!(note.as_deref(), Some("the weights are those under \"model\""));
        let (path, note) = network(&["run/ema/0.weight", "run/model/0.weight"]);
        assert_eq!(path, "run.model");
        assert!(note.is_some_and(|note| note.ends_with(", not those under \"ema\"")));
        // Parts of one network, and networks of which none is the one.
        assert_eq!(network(&["encoder/weight", "decoder/weight"]).0, "");
        assert_eq!(network(&["model/0.weight", "net/0.weight"]).0, "");
    }
}
