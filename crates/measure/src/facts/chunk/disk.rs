//! A chunk as a section of a snapshot.

use std::collections::BTreeMap;

use super::{Chunk, Entry, Undo};
use crate::facts::disk::{Page, Told, Unusable};

/// Lists by record: (record, line) with so many numbers in a line.
type Lines<const N: usize> = BTreeMap<u16, Vec<[i64; N]>>;

impl Chunk {
    pub fn write(&self, page: &mut Page) {
        page.ids(&self.ids);
        page.signed(&self.created);
        page.words(&self.seq);
        page.bytes(&self.flags);
        page.number(self.fixed.into());
        page.number(self.columns.len() as u64);
        self.columns.iter().for_each(|column| page.words(column));
        page.words(&self.starts);
        page.signed(&self.at);
        page.words(&self.seqs);
        page.shorts(&self.fields);
        page.words(&self.codes);
        let gone = |entry: &Entry| [entry.at, entry.seq.into(), entry.field.into(), entry.code.into()];
        write_lines(page, lines(&self.gone, gone));
        let undos = self.undos.iter().flat_map(|(local, undos)| undos.iter().map(move |undo| (*local, undo)));
        for (local, undo) in undos {
            page.number(1);
            page.words(&[local.into(), undo.by, undo.always.into()]);
            page.words(&undo.seqs);
        }
        page.number(0);
        let vanished: Lines<1> =
            self.vanished.iter().map(|(local, by)| (*local, vec![[(*by).into()]])).collect();
        write_lines(page, vanished);
    }

    pub fn read(told: &mut Told<'_>) -> Result<Self, Unusable> {
        let (ids, created, seq, flags) = (told.ids()?, told.signed()?, told.words()?, told.bytes()?.to_vec());
        let fixed = narrow(told.number()? as i64)?;
        let count = told.number()?;
        let mut columns = Vec::new();
        for _ in 0..count {
            columns.push(told.words()?);
        }
        let (starts, at, seqs, fields, codes) =
            (told.words()?, told.signed()?, told.words()?, told.shorts()?, told.words()?);
        let mut chunk = Self {
            ids,
            created,
            seq,
            flags,
            fixed,
            columns,
            starts,
            at,
            seqs,
            fields,
            codes,
            ..Self::new(fixed)
        };
        for (local, [at, seq, field, code]) in read_lines(told)? {
            let entry = Entry { at, seq: narrow(seq)?, field: narrow(field)?, code: narrow(code)? };
            chunk.gone.entry(local).or_default().push(entry);
        }
        while told.number()? == 1 {
            let head = told.words()?;
            let [local, by, always] = head[..] else { return Err(Unusable::Damaged) };
            let undo = Undo { by, always: always == 1, seqs: told.words()? };
            chunk.undos.entry(narrow(local.into())?).or_default().push(undo);
        }
        for (local, [by]) in read_lines(told)? {
            chunk.vanished.insert(local, narrow(by)?);
        }
        chunk.span_time();
        if chunk.fits() { Ok(chunk) } else { Err(Unusable::Damaged) }
    }

    /// Do its lists belong together?
    fn fits(&self) -> bool {
        let (records, entries) = (self.ids.len(), self.at.len());
        let of_records = [self.created.len(), self.seq.len(), self.flags.len()];
        let of_entries = [self.seqs.len(), self.fields.len(), self.codes.len()];
        of_records.into_iter().all(|length| length == records)
            && of_entries.into_iter().all(|length| length == entries)
            && self.columns.iter().all(|column| column.len() <= records)
            && self.starts.len() == records + 1
            && self.starts.is_sorted()
            && self.starts.last().is_some_and(|end| *end as usize == entries)
    }
}

fn lines<T, const N: usize>(lists: &BTreeMap<u16, Vec<T>>, line: impl Fn(&T) -> [i64; N]) -> Lines<N> {
    lists.iter().map(|(local, list)| (*local, list.iter().map(&line).collect())).collect()
}

fn write_lines<const N: usize>(page: &mut Page, lines: Lines<N>) {
    let flat = lines.iter().flat_map(|(local, lines)| lines.iter().map(move |line| (*local, line)));
    let numbers: Vec<i64> = flat
        .flat_map(|(local, line)| std::iter::once(i64::from(local)).chain(line.iter().copied()))
        .collect();
    page.signed(&numbers);
}

fn read_lines<const N: usize>(told: &mut Told<'_>) -> Result<Vec<(u16, [i64; N])>, Unusable> {
    let numbers = told.signed()?;
    let lines = numbers.chunks(N + 1).map(|line| {
        let (local, rest) = line.split_first().ok_or(Unusable::Damaged)?;
        Ok((narrow(*local)?, rest.try_into().map_err(|_| Unusable::Damaged)?))
    });
    lines.collect()
}

fn narrow<T: TryFrom<i64>>(number: i64) -> Result<T, Unusable> {
    T::try_from(number).map_err(|_| Unusable::Damaged)
}
