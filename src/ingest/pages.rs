//! Pages of a Parquet file, unpacked by the crates that unpack everything else here.
//!
//! Takes a group of rows as its file describes it; gives the pages of its columns, each bounded. The library reads the pages as
//! if they were not packed, so that it needs no codec of its own (its zstd is C) and no page grows past the limit.

use std::io::{self, Read};
use std::sync::Arc;

use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use parquet::basic::Compression;
use parquet::bloom_filter::Sbbf;
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::file::reader::{ChunkReader, RowGroupReader};
use parquet::file::serialized_reader::SerializedPageReader;
use parquet::record::reader::RowIter;
use parquet::schema::types::Type;
use ruzstd::decoding::StreamingDecoder;

use super::opened::invalid;

/// A group of rows.
pub(super) struct Group<'m, R> {
    source: Arc<R>,
    metadata: &'m RowGroupMetaData,
    /// Bytes of a page.
    limit: usize,
}

impl<'m, R> Group<'m, R> {
    pub(super) fn new(source: Arc<R>, metadata: &'m RowGroupMetaData, limit: usize) -> Self {
        Self { source, metadata, limit }
    }
}

impl<R: ChunkReader + 'static> RowGroupReader for Group<'_, R> {
    fn metadata(&self) -> &RowGroupMetaData {
        self.metadata
    }

    fn num_columns(&self) -> usize {
        self.metadata.num_columns()
    }

    fn get_column_page_reader(&self, i: usize) -> Result<Box<dyn PageReader>> {
        let column = self.metadata.column(i);
        // The library takes a place before the file's start for a fault of the program.
        let offset = column.dictionary_page_offset().unwrap_or(column.data_page_offset());
        if offset < 0 || column.compressed_size() < 0 {
            return Err(ParquetError::General(format!("column {i} begins at byte {offset} or ends before it")));
        }
        let plain = column.clone().into_builder().set_compression(Compression::UNCOMPRESSED).build()?;
        let rows = usize::try_from(self.metadata.num_rows())?;
        let pages = SerializedPageReader::new(Arc::clone(&self.source), &plain, rows, None)?;
        Ok(Box::new(Pages { packed: pages, codec: codec(column)?, limit: self.limit }))
    }

    fn get_column_bloom_filter(&self, _i: usize) -> Option<&Sbbf> {
        None
    }

    fn get_row_iter(&self, projection: Option<Type>) -> Result<RowIter<'_>> {
        RowIter::from_row_group(projection, self)
    }
}

#[derive(Debug, Clone, Copy)]
enum Codec {
    None,
    Snappy,
    Gzip,
    Zstd,
    Lz4,
}

fn codec(column: &ColumnChunkMetaData) -> Result<Codec> {
    match column.compression() {
        Compression::UNCOMPRESSED => Ok(Codec::None),
        Compression::SNAPPY => Ok(Codec::Snappy),
        Compression::GZIP(_) => Ok(Codec::Gzip),
        Compression::ZSTD(_) => Ok(Codec::Zstd),
        Compression::LZ4_RAW => Ok(Codec::Lz4),
        other => Err(ParquetError::NYI(format!("pages packed by {other}"))),
    }
}

struct Pages<R: ChunkReader> {
    packed: SerializedPageReader<R>,
    codec: Codec,
    limit: usize,
}

impl<R: ChunkReader> PageReader for Pages<R> {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        self.packed.get_next_page()?.map(|page| self.unpacked(page)).transpose()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.packed.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.packed.skip_next_page()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.packed.at_record_boundary()
    }
}

impl<R: ChunkReader> Iterator for Pages<R> {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl<R: ChunkReader> Pages<R> {
    fn unpacked(&self, mut page: Page) -> Result<Page> {
        match &mut page {
            Page::DataPage { buf, .. } | Page::DictionaryPage { buf, .. } => {
                *buf = self.bytes(buf, 0)?;
            }
            // The levels before the values are never packed.
            Page::DataPageV2 { buf, def_levels_byte_len, rep_levels_byte_len, is_compressed, .. } if *is_compressed => {
                let levels = def_levels_byte_len.checked_add(*rep_levels_byte_len).unwrap_or(u32::MAX);
                *buf = self.bytes(buf, levels as usize)?;
            }
            Page::DataPageV2 { .. } => {}
        }
        Ok(page)
    }

    /// `packed` unpacked, its first `kept` bytes as they are.
    fn bytes(&self, packed: &Bytes, kept: usize) -> Result<Bytes> {
        if matches!(self.codec, Codec::None) {
            return Ok(packed.clone());
        }
        let (levels, packed) =
            packed.split_at_checked(kept).ok_or_else(|| ParquetError::EOF("a page shorter than its levels".into()))?;
        let mut bytes = levels.to_vec();
        if !packed.is_empty() {
            self.codec
                .unpack(packed, self.limit, &mut bytes)
                .map_err(|error| ParquetError::External(Box::new(error)))?;
        }
        Ok(bytes.into())
    }
}

impl Codec {
    /// Adds what `packed` unpacks to, at most `limit` bytes, to `bytes`.
    fn unpack(self, packed: &[u8], limit: usize, bytes: &mut Vec<u8>) -> io::Result<()> {
        match self {
            Self::None => bytes.extend_from_slice(packed),
            Self::Snappy => {
                bounded(snap::raw::decompress_len(packed)?, limit)?;
                bytes.append(&mut snap::raw::Decoder::new().decompress_vec(packed)?);
            }
            Self::Gzip => stream(MultiGzDecoder::new(packed), limit, bytes)?,
            Self::Zstd => {
                let window = limit.max(1 << 23) as u64;
                let decoder = StreamingDecoder::new_with_max_window_size(packed, window).map_err(invalid)?;
                stream(decoder, limit, bytes)?;
            }
            Self::Lz4 => {
                // A byte of a block stands for 255 at most.
                let most = packed.len().saturating_mul(255).min(limit);
                bytes.append(&mut lz4_flex::block::decompress(packed, most).map_err(invalid)?);
            }
        }
        Ok(())
    }
}

fn stream(unpacked: impl Read, limit: usize, bytes: &mut Vec<u8>) -> io::Result<()> {
    let read = unpacked.take(limit as u64 + 1).read_to_end(bytes)?;
    bounded(read, limit)
}

fn bounded(size: usize, limit: usize) -> io::Result<()> {
    if size <= limit { Ok(()) } else { Err(invalid(format!("a page of more than {limit} bytes"))) }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use parquet::schema::parser::parse_message_type;
    use parquet::schema::types::SchemaDescriptor;

    use super::*;

    fn unpacked(codec: Codec, packed: &[u8], limit: usize) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        codec.unpack(packed, limit, &mut bytes).map(|()| bytes).map_err(Into::into)
    }

    #[test]
    fn pages_of_every_codec_are_unpacked_and_bounded() {
        let page = b"Rates were held. ".repeat(100);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(&page).expect("written");
        let zstd = ruzstd::encoding::compress_to_vec(&page[..], ruzstd::encoding::CompressionLevel::Fastest);
        let packed = [
            (Codec::None, page.clone()),
            (Codec::Snappy, snap::raw::Encoder::new().compress_vec(&page).expect("packed")),
            (Codec::Gzip, gzip.finish().expect("finished")),
            (Codec::Zstd, zstd),
            (Codec::Lz4, lz4_flex::block::compress(&page)),
        ];
        for (codec, packed) in packed {
            assert_eq!(unpacked(codec, &packed, 1 << 20).expect("whole"), page, "{codec:?}");
            if !matches!(codec, Codec::None) {
                assert!(unpacked(codec, &packed, 1000).is_err(), "{codec:?} is bounded");
                assert!(unpacked(codec, &packed[..packed.len() / 2], 1 << 20).is_err(), "{codec:?} is cut off");
            }
        }
    }

    #[test]
    fn a_column_before_the_start_of_the_file_is_a_fault_of_the_file() {
        let schema = parse_message_type("message rows { required binary text (UTF8); }").expect("a schema");
        let schema = Arc::new(SchemaDescriptor::new(Arc::new(schema)));
        let column = ColumnChunkMetaData::builder(schema.column(0)).set_data_page_offset(-5).build().expect("a column");
        let group = RowGroupMetaData::builder(schema).set_num_rows(1).set_column_metadata(vec![column]);
        let group = group.build().expect("a group");
        let read = Group::new(Arc::new(Bytes::from_static(b"PAR1")), &group, 1 << 20).get_column_page_reader(0);
        let error = read.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains("begins at byte -5"), "{error}");
    }
}
