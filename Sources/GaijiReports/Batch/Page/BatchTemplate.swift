/// The page of a batch, in the language of swift-mustache.
let batchTemplate = """
  \(pageHead(title: "{{words.title}} – {{source}}"))
  <header>
  <h1>{{words.title}}</h1>
  <p class="run">{{run}}</p>
  </header>

  <section>
  <div class="verdict {{verdictClass}}"><strong>{{verdict}}</strong>{{verdictDetail}}</div>
  <div class="cards">
  {{#cards}}
  <div class="card{{#isAlert}} alert{{/isAlert}}"><div class="label">{{label}}</div><div class="value">{{value}}</div><div class="share">{{share}}</div></div>
  {{/cards}}
  </div>
  </section>

  <section>
  <h2>{{words.attention}}</h2>
  {{^hasTroubles}}<p>{{words.noAttention}}</p>{{/hasTroubles}}
  {{#hasTroubles}}
  {{#troublesAreCut}}<p class="note">{{words.moreFiles}}</p>{{/troublesAreCut}}
  <div class="scroll"><table>
  <thead><tr><th>{{words.file}}</th><th>{{words.state}}</th><th>{{words.detail}}</th></tr></thead>
  <tbody>
  {{#troubles}}
  <tr><td>{{#links}}<a href="{{href}}">{{path}}</a>{{/links}}{{#names}}{{.}}{{/names}}</td><td class="w"><span class="{{stateClass}}">{{state}}</span></td><td>{{detail}}</td></tr>
  {{/troubles}}
  </tbody></table></div>
  {{/hasTroubles}}
  </section>

  <section>
  <h2>{{words.overview}}</h2>
  <table class="facts"><tbody>
  {{#facts}}
  <tr><th scope="row">{{label}}</th><td>{{value}}</td></tr>
  {{/facts}}
  </tbody></table>
  </section>

  <section>
  <h2>{{words.files}}</h2>
  {{#filesAreCut}}<p class="note">{{words.moreFiles}}</p>{{/filesAreCut}}
  <div class="scroll"><table>
  <thead><tr><th>{{words.file}}</th><th>{{words.state}}</th><th class="n">{{words.records}}</th><th class="n">{{words.characters}}</th><th class="n">{{words.unmappedCount}}</th><th>{{words.output}}</th></tr></thead>
  <tbody>
  {{#files}}
  <tr><td>{{#links}}<a href="{{href}}">{{path}}</a>{{/links}}{{#names}}{{.}}{{/names}}</td><td class="w"><span class="{{stateClass}}">{{state}}</span></td><td class="n">{{records}}</td><td class="n">{{characters}}</td><td class="n">{{unmapped}}</td><td>{{output}}</td></tr>
  {{/files}}
  </tbody></table></div>
  </section>

  <section>
  <h2>{{words.unmapped}}</h2>
  {{^hasFindings}}<p>{{words.noUnmapped}}</p>{{/hasFindings}}
  {{#hasFindings}}
  <p class="note">{{words.unmappedNote}}{{#findingsAreCut}} {{words.moreFindings}}{{/findingsAreCut}}</p>
  <div class="scroll"><table>
  <thead><tr><th>{{words.system}}</th><th>{{words.code}}</th><th>{{words.scalar}}</th><th>{{words.kind}}</th><th class="n">{{words.count}}</th><th class="n">{{words.fileCount}}</th><th>{{words.firstPlace}}</th><th>{{words.written}}</th></tr></thead>
  <tbody>
  {{#findings}}
  <tr><td>{{system}} <span class="code">{{charset}}</span></td><td class="code">{{code}}</td><td class="code">{{scalar}}</td><td class="w">{{kind}}</td><td class="n">{{count}}</td><td class="n">{{files}}</td><td>{{place}}</td><td>{{#written}}<span class="glyph">{{.}}</span>{{/written}}</td></tr>
  {{/findings}}
  </tbody></table></div>
  {{/hasFindings}}
  </section>

  <footer>{{footer}} {{words.footer}}</footer>
  </body>
  </html>

  """
