// Usage: encoding_rs_stream FROM TO FILE
//
// Converts a file to standard output with the crate encoding_rs, blocks of 1 MiB, by its streaming
// interface: to UTF-8 with a decoder (from UTF-8 that validates and copies), from UTF-8 with an encoder
// behind the standard library's validation. What a charset lacks becomes U+FFFD or a numeric
// reference, as the Encoding Standard wants it, and a word on standard error says that some did. A
// peer for Scripts/bench.
use encoding_rs::{CoderResult, Encoding, UTF_8};
use std::fs::File;
use std::io::{stdout, Error, Read, Write};
use std::process::exit;

const BLOCK: usize = 1 << 20;

fn charset(name: &str) -> &'static Encoding {
    Encoding::for_label(name.as_bytes()).unwrap_or_else(|| {
        eprintln!("encoding_rs_stream: {name}: not known");
        exit(64)
    })
}

/// Fills the buffer behind the first `kept` bytes. Fewer bytes than fit: the end of the file.
fn fill(file: &mut File, buffer: &mut [u8], kept: usize) -> Result<usize, Error> {
    let mut count = kept;
    while count < buffer.len() {
        match file.read(&mut buffer[count..])? {
            0 => break,
            more => count += more,
        }
    }
    Ok(count)
}

fn decode(from: &'static Encoding, mut file: File, mut out: impl Write) -> Result<bool, Error> {
    let mut decoder = from.new_decoder_without_bom_handling();
    let (mut input, mut output) = (vec![0u8; BLOCK], vec![0u8; BLOCK]);
    let mut replaced = false;
    loop {
        let count = fill(&mut file, &mut input, 0)?;
        let last = count < input.len();
        let mut start = 0;
        loop {
            let (result, read, written, errors) =
                decoder.decode_to_utf8(&input[start..count], &mut output, last);
            start += read;
            replaced |= errors;
            out.write_all(&output[..written])?;
            if result == CoderResult::InputEmpty {
                break;
            }
        }
        if last {
            return Ok(replaced);
        }
    }
}

fn encode(to: &'static Encoding, mut file: File, mut out: impl Write) -> Result<bool, Error> {
    let mut encoder = to.new_encoder();
    let (mut input, mut output) = (vec![0u8; BLOCK], vec![0u8; BLOCK]);
    let (mut kept, mut replaced) = (0, false);
    loop {
        let count = fill(&mut file, &mut input, kept)?;
        let last = count < input.len();
        let valid = match std::str::from_utf8(&input[..count]) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() && !last => error.valid_up_to(),
            Err(error) => {
                eprintln!("encoding_rs_stream: the input is not UTF-8: {error}");
                exit(65)
            }
        };
        let text = std::str::from_utf8(&input[..valid]).expect("validated above");
        let mut start = 0;
        loop {
            let (result, read, written, errors) =
                encoder.encode_from_utf8(&text[start..], &mut output, last);
            start += read;
            replaced |= errors;
            out.write_all(&output[..written])?;
            if result == CoderResult::InputEmpty {
                break;
            }
        }
        input.copy_within(valid..count, 0);
        kept = count - valid;
        if last {
            return Ok(replaced);
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.len() != 4 {
        eprintln!("usage: encoding_rs_stream FROM TO FILE");
        exit(64);
    }
    let (from, to) = (charset(&arguments[1]), charset(&arguments[2]));
    let file = File::open(&arguments[3]).unwrap_or_else(|error| {
        eprintln!("encoding_rs_stream: {}: {error}", arguments[3]);
        exit(66)
    });
    let result = if to == UTF_8 {
        decode(from, file, stdout().lock())
    } else if from == UTF_8 {
        encode(to, file, stdout().lock())
    } else {
        eprintln!("encoding_rs_stream: one side has to be UTF-8");
        exit(64)
    };
    match result {
        Ok(replaced) => {
            if replaced {
                eprintln!("encoding_rs_stream: some characters were replaced");
            }
        }
        Err(error) => {
            eprintln!("encoding_rs_stream: {error}");
            exit(74)
        }
    }
}
