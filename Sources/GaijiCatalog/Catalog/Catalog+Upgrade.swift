internal import GRDB

extension Catalog {
  /// Runs the schema steps that an older catalogue lacks and adds the vendors' charsets that it
  /// lacks; nothing to do is not an error.
  ///
  /// Every step is one transaction, so a failure leaves the schema of the last complete step.
  public static func upgrade(at path: String, patience: Double = 2) throws(CatalogError) {
    do {
      let catalog = try open(at: path, .readWrite, patience: patience)
      try catalog.write { try $0.addVendorCharsets() }
      try catalog.close()
    } catch .tooOld {
      var configuration = Configuration()
      configuration.busyMode = .timeout(patience)
      try translate(path) {
        let queue = try DatabaseQueue(
          path: CatalogFile.databasePath(path), configuration: configuration)
        try CatalogSchema.migrate(queue)
        try queue.write { try $0.addVendorCharsets() }
        try finish(queue)
      }
    }
  }
}
