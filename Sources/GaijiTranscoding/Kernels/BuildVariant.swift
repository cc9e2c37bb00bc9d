internal import CGaijiKernels

/// Which processors the kernels were compiled for. Results do not depend on it, only speed does.
public enum BuildVariant {
  /// `x86-64`, `x86-64-v3` (AVX2, BMI, FMA: processors since about 2013), `aarch64` or `generic`.
  public static var name: String {
    // SAFETY: the function returns a string literal.
    unsafe String(cString: gaiji_variant())
  }
}
