/// The page, in the language of swift-mustache.
let sheetTemplate = """
  \(pageHead(title: "{{words.title}} – {{code}}", hasPictures: true))
  <header>
  <h1>{{words.title}} {{code}}</h1>
  <p class="run">{{run}}</p>
  </header>

  <section>
  <div class="verdict {{decisionClass}}"><strong>{{decision}}</strong>
  <ul>{{#reasons}}<li>{{.}}</li>{{/reasons}}</ul></div>
  </section>

  <section>
  <h2>{{words.comparison}}</h2>
  <div class="figures">
  <div class="figure query"><div class="rank">{{words.gaiji}}</div><h3>{{code}}</h3><img src="{{queryPicture}}" alt="{{words.gaiji}} {{code}}"><p class="note">{{queryNote}}</p></div>
  {{#cards}}
  <div class="figure"><div class="rank">{{heading}}</div><h3>{{name}} <span class="glyph text">{{text}}</span></h3>
  {{#pictures}}<img src="{{.}}" alt="{{name}}">{{/pictures}}{{^pictures}}<p class="note">{{words.notShown}}</p>{{/pictures}}
  <div class="meter">{{words.sameCharacter}} <span class="value">{{character.text}}</span><div class="bar"><i style="width: {{character.width}}%"></i></div></div>
  <div class="meter">{{words.sameGlyph}} <span class="value">{{glyph.text}}</span><div class="bar"><i style="width: {{glyph.width}}%"></i></div></div>
  <dl><dt>{{words.grade}}</dt><dd>{{grade}}</dd>{{#facts}}<dt>{{label}}</dt><dd>{{value}}</dd>{{/facts}}</dl>
  <p class="points code">{{codePoints}}</p>
  <p class="why">{{reason}}</p></div>
  {{/cards}}
  </div>
  {{^hasCards}}<p>{{words.noCandidates}}</p>{{/hasCards}}
  </section>

  {{#hasOverlays}}
  <section>
  <h2>{{words.overlay}}</h2>
  <p class="note">{{words.overlayNote}}</p>
  <ul class="legend"><li><i class="extra"></i>{{words.onlyGaiji}}</li><li><i class="missing"></i>{{words.onlyCandidate}}</li><li><i class="both"></i>{{words.bothInk}}</li><li><i class="near"></i>{{words.nearInk}}</li></ul>
  <div class="overlays">
  {{#overlays}}
  <figure><img src="{{picture}}" alt="{{name}}"><figcaption><strong>{{name}}</strong> {{reason}}</figcaption></figure>
  {{/overlays}}
  </div>
  </section>
  {{/hasOverlays}}

  {{#hasEvidence}}
  <section>
  <h2>{{words.evidence}}</h2>
  <p class="note">{{words.evidenceNote}}</p>
  {{#evidence}}
  <h3>{{name}}</h3>
  <table class="evidence">
  <thead><tr><th>{{words.kind}}</th><th class="n">{{words.factor}}</th><th>{{words.againstCandidate}} ｜ {{words.toCandidate}}</th><th>{{words.basis}}</th></tr></thead>
  <tbody>
  {{#rows}}
  <tr><td class="w">{{kind}}</td><td class="n">{{factor}}</td><td><div class="sides"><span><i class="against" style="width: {{left}}%"></i></span><span><i class="for" style="width: {{right}}%"></i></span></div>{{direction}}</td><td>{{basis}}</td></tr>
  {{/rows}}
  </tbody></table>
  {{/evidence}}
  </section>
  {{/hasEvidence}}

  {{#hasSiblings}}
  <section>
  <h2>{{words.siblings}}</h2>
  <p class="note">{{words.siblingsNote}}</p>
  <div class="siblings">
  {{#siblings}}
  <div class="sibling">{{#pictures}}<img src="{{.}}" alt="{{name}}">{{/pictures}}<strong>{{name}} <span class="glyph">{{text}}</span></strong>{{codePoints}}<br>{{relation}}</div>
  {{/siblings}}
  </div>
  </section>
  {{/hasSiblings}}

  {{#hasCards}}
  <section>
  <h2>{{words.allCandidates}}</h2>
  <div class="scroll"><table>
  <thead><tr><th class="n">{{words.rank}}</th><th>{{words.candidate}}</th><th>{{words.codePoints}}</th><th class="n">{{words.sameCharacter}}</th><th class="n">{{words.sameGlyph}}</th><th>{{words.grade}}</th><th class="n">{{words.score}}</th></tr></thead>
  <tbody>
  {{#rows}}
  <tr title="{{distances}}"><td class="n">{{rank}}</td><td class="code">{{name}}</td><td class="points code">{{codePoints}}</td><td class="n">{{character}}</td><td class="n">{{glyph}}</td><td class="w">{{grade}}</td><td class="n">{{score}}</td></tr>
  {{/rows}}
  </tbody></table></div>
  </section>
  {{/hasCards}}

  <section>
  <h2>{{words.provenance}}</h2>
  <table class="facts"><tbody>
  {{#provenance}}
  <tr><th scope="row">{{label}}</th><td><span class="hash code">{{value}}</span></td></tr>
  {{/provenance}}
  </tbody></table>
  </section>

  <section>
  <h2>{{words.terms}}</h2>
  <dl>{{#terms}}<dt>{{name}}</dt><dd>{{meaning}}</dd>{{/terms}}</dl>
  </section>

  <footer>{{footer}}. {{words.footer}}</footer>
  </body>
  </html>

  """
