internal import Mustache

extension MustacheTemplate {
  /// A page of this program: `text` is one of its constants, and a test renders each.
  static func page(_ text: String) -> MustacheTemplate {
    MustacheContentTypes.register(HTMLText(), named: HTMLText.name)
    return try! MustacheTemplate(string: text)
  }
}

/// How every page begins, up to `<body>`, in the language of swift-mustache. `{{x}}` is escaped by
/// `HTMLText`; `{{{style}}}`, the one exception on all pages, is a constant of this program.
///
/// Nothing is loaded from anywhere and no script runs, whatever a name in the data may contain.
///
/// - Parameters:
///   - title: With tags; the source that the page is about stands behind it.
///   - hasPictures: Pictures lie in the page itself.
func pageHead(title: String, hasPictures: Bool = false) -> String {
  let content =
    "default-src 'none'; style-src 'unsafe-inline'\(hasPictures ? "; img-src data:" : "")"
  return """
    {{% CONTENT_TYPE: GAIJI-HTML}}<!DOCTYPE html>
    <html lang="{{words.lang}}">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="\(content)">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light">
    <meta name="robots" content="noindex">
    <title>\(title)</title>
    <style>
    {{{style}}}
    </style>
    </head>
    <body>
    """
}
