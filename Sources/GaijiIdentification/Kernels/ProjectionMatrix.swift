internal import CGaijiMatching
internal import GaijiHashing

/// A matrix of the metric, ready for the kernels: rows padded with zeros to whole vectors.
@safe final class ProjectionMatrix: @unchecked Sendable {
  // @unchecked Sendable: written by init only.
  private let values: FloatBuffer
  let rows: Int
  let dimensions: Int
  /// `dimensions`, up to the next multiple of `SearchKernels.lanes`; the codes of these are 0.
  let paddedDimensions: Int

  /// - Precondition: `matrix` holds `rows` rows of `dimensions` values.
  init(_ matrix: [Float], rows: Int, dimensions: Int) {
    precondition(matrix.count == rows * dimensions)
    self.rows = rows
    self.dimensions = dimensions
    let padded = SearchKernels.padded(dimensions)
    paddedDimensions = padded
    values = FloatBuffer(count: rows * padded)
    for row in 0..<rows {
      // SAFETY: `pointer` checks the target; the source has `rows` rows of `dimensions` values.
      unsafe matrix.withUnsafeBufferPointer {
        unsafe values.pointer(row * padded, dimensions).update(
          from: $0.baseAddress! + row * dimensions, count: dimensions)
      }
    }
  }

  /// Projects `queries` feature vectors, one behind the other; each result has `paddedDimensions`
  /// values. A result does not depend on how many are projected together.
  func project(_ features: FloatBuffer, queries: Int, into target: FloatBuffer) {
    precondition(queries >= 0 && features !== target)
    // SAFETY: sizes as the header asks, checked by `pointer`.
    unsafe gaiji_project(
      features.pointer(0, queries * rows), Int32(queries), Int32(rows),
      values.pointer(0, rows * paddedDimensions), Int32(paddedDimensions),
      target.pointer(0, queries * paddedDimensions))
  }

  func feed(_ hash: SHA256) {
    // SAFETY: the buffer's own memory.
    unsafe hash.update(
      UnsafeRawBufferPointer(
        start: values.pointer(0, values.count), count: values.count * MemoryLayout<Float>.stride))
  }
}
