//! A matrix that is written is read back bit for bit.

use std::io::Cursor;

use linscape_formats::{
    HeaderChoice, IndexChoice, Labels, TableOptions, parse_csv_labels, parse_csv_table, parse_npy,
    parse_npz,
};
use nalgebra::DMatrix;
use npyz::{WriteOptions, WriterBuilder, npz::file_name_from_array_name};
use proptest::{
    collection::vec,
    num::f64::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO},
    prelude::*,
};
use zip::{
    CompressionMethod::{Deflated, Stored},
    ZipWriter,
    write::FileOptions,
};

fn matrices() -> impl Strategy<Value = DMatrix<f64>> {
    let entries = POSITIVE | NEGATIVE | NORMAL | SUBNORMAL | ZERO;
    (1..6_usize, 1..6_usize).prop_flat_map(move |(rows, columns)| {
        vec(entries, rows * columns)
            .prop_map(move |numbers| DMatrix::from_vec(rows, columns, numbers))
    })
}

fn bits(matrix: &DMatrix<f64>) -> (usize, usize, Vec<u64>) {
    (matrix.nrows(), matrix.ncols(), matrix.iter().map(|x| x.to_bits()).collect())
}

fn shape(matrix: &DMatrix<f64>) -> [u64; 2] {
    [matrix.nrows() as u64, matrix.ncols() as u64]
}

proptest! {
    #[test]
    fn csv_gives_back_every_matrix(
        matrix in matrices(),
        header in any::<bool>(),
        end in prop_oneof!["\n", "\r\n", "\r"],
    ) {
        let mut lines: Vec<String> = matrix
            .row_iter()
            .map(|row| row.iter().map(f64::to_string).collect::<Vec<_>>().join(","))
            .collect();
        if header {
            lines.insert(0, vec!["x"; matrix.ncols()].join(","));
        }
        // Said, because a matrix may look as if it had names of numbers or an index.
        let said = if header { HeaderChoice::Yes } else { HeaderChoice::No };
        let options = TableOptions { header: said, index: IndexChoice::None, ..TableOptions::default() };
        let read = parse_csv_table(lines.join(&end).as_bytes(), &options).unwrap();
        prop_assert_eq!(bits(&read.matrix), bits(&matrix));
    }

    #[test]
    fn npy_gives_back_every_matrix(matrix in matrices(), big_endian in any::<bool>()) {
        let by_rows = matrix.transpose();
        for order in [npyz::Order::C, npyz::Order::Fortran] {
            let mut bytes = Vec::new();
            let descr = if big_endian { ">f8" } else { "<f8" };
            let mut writer = WriteOptions::new()
                .dtype(npyz::DType::Plain(descr.parse().unwrap()))
                .shape(&shape(&matrix))
                .order(order)
                .writer(&mut bytes)
                .begin_nd()
                .unwrap();
            match order {
                npyz::Order::C => writer.extend(by_rows.iter()).unwrap(),
                npyz::Order::Fortran => writer.extend(matrix.iter()).unwrap(),
            }
            writer.finish().unwrap();
            prop_assert_eq!(bits(&parse_npy(&bytes).unwrap()), bits(&matrix));
        }
    }

    #[test]
    fn npz_gives_back_every_matrix(matrix in matrices(), compressed in any::<bool>()) {
        let by_rows = matrix.transpose();
        let method = if compressed { Deflated } else { Stored };
        let options = FileOptions::default().compression_method(method);
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for key in ["first", "second"] {
            archive.start_file(file_name_from_array_name(key), options).unwrap();
            let options = WriteOptions::new().default_dtype().shape(&shape(&matrix));
            let mut writer = options.writer(&mut archive).begin_nd().unwrap();
            writer.extend(by_rows.iter()).unwrap();
            writer.finish().unwrap();
        }
        let bytes = archive.finish().unwrap().into_inner();
        prop_assert_eq!(bits(&parse_npz(&bytes, Some("second")).unwrap()), bits(&matrix));
        prop_assert!(parse_npz(&bytes, None).is_err());
    }

    #[test]
    fn csv_gives_back_the_class_of_every_label(labels in vec("[a-d]{2}|[0-9]{1,3}", 2..20)) {
        // The first line of numbers under a word would be a header.
        prop_assume!(labels[0].parse::<f64>().is_ok() || labels[1].parse::<f64>().is_err());
        let read = parse_csv_labels(labels.join("\n").as_bytes()).unwrap();
        prop_assert_eq!(&read, &Labels::from_texts(&labels).unwrap());
        let is_number = labels.iter().all(|label| label.parse::<f64>().is_ok());
        for (label, &class) in labels.iter().zip(&read.index) {
            let name = &read.classes[class];
            let same_number = is_number && label.parse::<f64>() == name.parse::<f64>();
            prop_assert!(name == label || same_number, "{} became {}", label, name);
        }
        let sums = read.one_hot().column_sum();
        prop_assert_eq!(sums.as_slice(), vec![1.0; labels.len()]);
    }
}
