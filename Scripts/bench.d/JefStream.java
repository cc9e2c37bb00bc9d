// Usage: java -cp jef4j.jar:. JefStream CHARSET RECORD-LENGTH FIELDS FILE
//
// Converts records of fixed length to CSV in UTF-8 on standard output with a Java charset (jef4j's,
// which the class path provides), field by field, the way a program that reads host records with it
// has to: FIELDS names them as kind and length, such as s11,d32,m24 (single, double, mixed).
// A double field is decoded in the state of two-byte codes, so its bytes get the shift in front.
// A peer for Scripts/bench.
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

public final class JefStream {
  private static final byte SHIFT = 0x28;

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 4) {
      System.err.println("usage: JefStream CHARSET RECORD-LENGTH FIELDS FILE");
      System.exit(64);
    }
    CharsetDecoder decoder =
        Charset.forName(arguments[0])
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    int length = Integer.parseInt(arguments[1]);
    String[] fields = arguments[2].split(",");
    ByteBuffer records = ByteBuffer.allocate(length * 4096);
    ByteBuffer shifted = ByteBuffer.allocate(length + 1);
    CharBuffer text = CharBuffer.allocate(length * 4096 * 2);
    ByteBuffer output = ByteBuffer.allocate(length * 4096 * 8);
    try (FileInputStream input = new FileInputStream(arguments[3]);
        FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      while (true) {
        int count = input.readNBytes(records.array(), 0, records.capacity());
        if (count == 0) {
          break;
        }
        for (int start = 0; start + length <= count; start += length) {
          int place = start;
          for (int field = 0; field < fields.length; field++) {
            int size = Integer.parseInt(fields[field], 1, fields[field].length(), 10);
            ByteBuffer source = records.limit(place + size).position(place);
            if (fields[field].charAt(0) == 'd') {
              source = shifted.clear().put(SHIFT).put(source).flip();
            }
            decoder.reset();
            decoder.decode(source, text, true);
            decoder.flush(text);
            records.clear();
            trim(text);
            text.put(field + 1 < fields.length ? ',' : '\n');
            place += size;
          }
        }
        encoder.reset();
        encoder.encode(text.flip(), output.clear(), true);
        encoder.flush(output);
        out.write(output.array(), 0, output.position());
        text.clear();
        if (count < records.capacity()) {
          break;
        }
      }
    }
  }

  /** Takes the padding behind the field away. */
  private static void trim(CharBuffer text) {
    int end = text.position();
    while (end > 0 && (text.get(end - 1) == ' ' || text.get(end - 1) == '\u3000')) {
      end--;
    }
    text.position(end);
  }
}
