//! Runs the part of a pickle's program that builds plain values.

use std::collections::HashMap;

use crate::arrays::excerpt;
use crate::weights::pickle::PickleFault;
use crate::weights::pickle::global::Global;
use crate::weights::pickle::heap::{Heap, Value};
use crate::weights::pickle::opcode::opcode_name;

/// Most instructions that are done: a checkpoint has a few dozen a tensor.
const MOST_STEPS: usize = 1 << 24;

/// The value of the pickle at the beginning of `bytes`, and how many bytes it takes. Its values take up to
/// a hundred times the length of what is not elements of arrays.
///
/// # Errors
/// [`PickleFault`], with the opcode or the class that is refused.
pub(crate) fn unpickle<'a>(
    bytes: &'a [u8],
    heap: &mut Heap<'a>,
) -> Result<(Value<'a>, usize), PickleFault> {
    let stack = Vec::new();
    let mut machine =
        Machine { bytes, at: 0, stack, marks: Vec::new(), memo: HashMap::new(), heap };
    let mut steps = 0;
    while machine.step()? {
        steps += 1;
        if steps > MOST_STEPS {
            return Err(machine.malformed("it has more instructions than any checkpoint"));
        }
    }
    let value = machine.pop()?;
    Ok((value, machine.at))
}

/// A pickle being read.
struct Machine<'a, 'h> {
    bytes: &'a [u8],
    at: usize,
    stack: Vec<Value<'a>>,
    /// Heights of the stack at the marks not yet used.
    marks: Vec<usize>,
    memo: HashMap<u64, Value<'a>>,
    heap: &'h mut Heap<'a>,
}

impl<'a> Machine<'a, '_> {
    /// Does one opcode; false at the end.
    fn step(&mut self) -> Result<bool, PickleFault> {
        let at = self.at;
        let [opcode] = self.array()?;
        match opcode {
            b'.' => return Ok(false),
            0x80 => drop(self.array::<1>()?),
            0x95 => drop(self.array::<8>()?),
            b'(' => self.marks.push(self.stack.len()),
            b'0' => drop(self.pop()?),
            b'1' => drop(self.since_mark()?),
            b'2' => self.stack.push(*self.top()?),
            b'q' | b'r' | 0x94 => self.remember(opcode)?,
            b'h' | b'j' => self.recall(opcode)?,
            b'c' | 0x93 => self.name(opcode)?,
            b'R' => self.call()?,
            b'b' => self.build()?,
            b'Q' => {
                let id = self.pop()?;
                let storage = self.heap.stored(id).ok_or_else(|| {
                    self.malformed("what is outside the pickle is no storage of numbers")
                })?;
                let storage = self.heap.storage(storage);
                self.stack.push(storage);
            }
            b'a' | b'e' | b's' | b'u' | 0x90 => self.extend(opcode)?,
            _ => match self.plain(opcode)? {
                Some(value) => self.stack.push(value),
                None => {
                    return Err(match opcode_name(opcode) {
                        Some(opcode) => PickleFault::Opcode { opcode, at },
                        None => PickleFault::NoOpcode { byte: opcode, at },
                    });
                }
            },
        }
        Ok(true)
    }

    /// The plain value that an opcode makes; none if it makes none.
    fn plain(&mut self, opcode: u8) -> Result<Option<Value<'a>>, PickleFault> {
        Ok(Some(match opcode {
            b'N' | 0x8f => Value::Opaque,
            0x88 | 0x89 => Value::Boolean(opcode == 0x88),
            b'J' => Value::Integer(i64::from(i32::from_le_bytes(self.array()?))),
            b'K' => Value::Integer(i64::from(u8::from_le_bytes(self.array()?))),
            b'M' => Value::Integer(i64::from(u16::from_le_bytes(self.array()?))),
            0x8a => whole(self.counted::<1>()?),
            0x8b => whole(self.counted::<4>()?),
            b'G' => self.array::<8>().map(|_| Value::Opaque)?,
            b'X' | b'T' => self.counted::<4>().map(text)?,
            0x8c | b'U' => self.counted::<1>().map(text)?,
            0x8d => self.counted::<8>().map(text)?,
            b'B' => self.counted::<4>().map(Value::Bytes)?,
            b'C' => self.counted::<1>().map(Value::Bytes)?,
            0x8e => self.counted::<8>().map(Value::Bytes)?,
            0x91 => self.since_mark().map(|_| Value::Opaque)?,
            b']' | b')' => self.heap.sequence(Vec::new()),
            0x85..=0x87 => {
                let from = self.stack.len().checked_sub(usize::from(opcode - 0x84));
                let from = from.ok_or_else(|| self.malformed("the stack is empty"))?;
                let items = self.stack.split_off(from);
                self.heap.sequence(items)
            }
            b't' | b'l' => {
                let items = self.since_mark()?;
                self.heap.sequence(items)
            }
            b'}' => self.heap.dictionary(Vec::new()),
            b'd' => {
                let items = self.pairs()?;
                self.heap.dictionary(items)
            }
            _ => return Ok(None),
        }))
    }

    /// Adds to the container on the stack.
    fn extend(&mut self, opcode: u8) -> Result<(), PickleFault> {
        match opcode {
            b'a' | b's' => {
                let from = self.stack.len().checked_sub(if opcode == b'a' { 1 } else { 2 });
                self.marks.push(from.ok_or_else(|| self.malformed("the stack is empty"))?);
            }
            _ => {}
        }
        if matches!(opcode, b's' | b'u') {
            let items = self.pairs()?;
            let Value::Dictionary(at) = *self.top()? else {
                return Err(self.malformed("what entries are set in is no dictionary"));
            };
            self.heap.dictionaries[at].extend(items);
            return Ok(());
        }
        let items = self.since_mark()?;
        match *self.top()? {
            Value::Sequence(at) => self.heap.sequences[at].extend(items),
            Value::Opaque => {}
            _ => return Err(self.malformed("what is appended to is no list")),
        }
        Ok(())
    }

    /// Looks a name up; the names that are allowed are few.
    fn name(&mut self, opcode: u8) -> Result<(), PickleFault> {
        let (module, name) = if opcode == b'c' {
            (self.line()?, self.line()?)
        } else {
            let (name, module) = (self.pop()?, self.pop()?);
            let (Value::Text(module), Value::Text(name)) = (module, name) else {
                return Err(self.malformed("a class has no name"));
            };
            (module, name)
        };
        let class = || PickleFault::Class { class: excerpt(&format!("{module}.{name}")) };
        let global = Global::named(module, name).ok_or_else(class)?;
        self.stack.push(Value::Global(global));
        Ok(())
    }

    /// What a call of an allowed name stands for.
    fn call(&mut self) -> Result<(), PickleFault> {
        let (arguments, function) = (self.pop()?, self.pop()?);
        let Value::Global(function) = function else {
            return Err(self.malformed("what is called is no function"));
        };
        let value = self.heap.called(function, arguments);
        let value = value.ok_or_else(|| self.malformed("a tensor is put together wrongly"))?;
        self.stack.push(value);
        Ok(())
    }

    /// Sets the state of an array or a type; attributes, such as the version numbers of a state dict, are of
    /// no interest.
    fn build(&mut self) -> Result<(), PickleFault> {
        let state = self.pop()?;
        let set = match *self.top()? {
            Value::Dictionary(_) | Value::Tensor(_) => Some(()),
            Value::Array(at) => self.heap.set_array(at, state),
            Value::Type(at) => self.heap.set_type(at, state),
            _ => return Err(self.malformed("attributes are set on what has none")),
        };
        set.ok_or_else(|| self.malformed("an array is put together wrongly"))
    }

    fn remember(&mut self, opcode: u8) -> Result<(), PickleFault> {
        let key = match opcode {
            b'q' => u64::from(u8::from_le_bytes(self.array()?)),
            b'r' => u64::from(u32::from_le_bytes(self.array()?)),
            _ => self.memo.len() as u64,
        };
        let value = *self.top()?;
        self.memo.insert(key, value);
        Ok(())
    }

    fn recall(&mut self, opcode: u8) -> Result<(), PickleFault> {
        let key = match opcode {
            b'h' => u64::from(u8::from_le_bytes(self.array()?)),
            _ => u64::from(u32::from_le_bytes(self.array()?)),
        };
        let value = self.memo.get(&key).copied();
        self.stack.push(value.ok_or_else(|| self.malformed("it recalls what it has not stored"))?);
        Ok(())
    }

    /// The next `N` bytes.
    fn array<const N: usize>(&mut self) -> Result<[u8; N], PickleFault> {
        let rest = self.bytes.get(self.at..).and_then(|rest| rest.first_chunk::<N>());
        let bytes = *rest.ok_or(PickleFault::CutShort { at: self.bytes.len() })?;
        self.at += N;
        Ok(bytes)
    }

    /// As many bytes as the number of `N` bytes before them says.
    fn counted<const N: usize>(&mut self) -> Result<&'a [u8], PickleFault> {
        let mut wide = [0; 8];
        wide[..N].copy_from_slice(&self.array::<N>()?);
        let end = usize::try_from(u64::from_le_bytes(wide)).ok();
        let end = end.and_then(|length| self.at.checked_add(length));
        let bytes = end.and_then(|end| self.bytes.get(self.at..end));
        let bytes = bytes.ok_or(PickleFault::CutShort { at: self.bytes.len() })?;
        self.at += bytes.len();
        Ok(bytes)
    }

    /// The text up to the end of the line.
    fn line(&mut self) -> Result<&'a str, PickleFault> {
        let rest = &self.bytes[self.at..];
        let end = rest.iter().position(|&byte| byte == b'\n');
        let end = end.ok_or(PickleFault::CutShort { at: self.bytes.len() })?;
        self.at += end + 1;
        std::str::from_utf8(&rest[..end]).map_err(|_| self.malformed("a name is no text"))
    }

    fn pop(&mut self) -> Result<Value<'a>, PickleFault> {
        let is_marked = self.marks.last().is_some_and(|&mark| mark >= self.stack.len());
        let value = if is_marked { None } else { self.stack.pop() };
        value.ok_or_else(|| self.malformed("the stack is empty"))
    }

    fn top(&self) -> Result<&Value<'a>, PickleFault> {
        self.stack.last().ok_or_else(|| self.malformed("the stack is empty"))
    }

    /// What was put on the stack since the last mark.
    fn since_mark(&mut self) -> Result<Vec<Value<'a>>, PickleFault> {
        let mark = self.marks.pop().filter(|&mark| mark <= self.stack.len());
        let mark = mark.ok_or_else(|| self.malformed("there is no mark"))?;
        Ok(self.stack.split_off(mark))
    }

    /// The same as keys and values.
    fn pairs(&mut self) -> Result<Vec<(Value<'a>, Value<'a>)>, PickleFault> {
        let items = self.since_mark()?;
        let (pairs, rest) = items.as_chunks::<2>();
        if rest.is_empty() {
            Ok(pairs.iter().map(|&[key, value]| (key, value)).collect())
        } else {
            Err(self.malformed("a key has no value"))
        }
    }

    fn malformed(&self, reason: &'static str) -> PickleFault {
        PickleFault::Malformed { reason, at: self.at.saturating_sub(1) }
    }
}

/// A whole number of any length, if it is one of 64 bits.
fn whole(bytes: &[u8]) -> Value<'_> {
    let mut wide = [if bytes.last().is_some_and(|&byte| byte >= 0x80) { 0xff } else { 0 }; 8];
    match wide.get_mut(..bytes.len()) {
        Some(low) => low.copy_from_slice(bytes),
        None => return Value::Opaque,
    }
    Value::Integer(i64::from_le_bytes(wide))
}

/// A text; Python's own may hold what is no text elsewhere.
fn text(bytes: &[u8]) -> Value<'_> {
    std::str::from_utf8(bytes).map_or(Value::Opaque, Value::Text)
}
