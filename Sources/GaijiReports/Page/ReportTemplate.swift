/// The page, in the language of swift-mustache.
let reportTemplate = """
  \(pageHead(title: "{{words.title}} – {{source}}"))
  <header>
  <h1>{{words.title}}</h1>
  <p class="run">{{run}}</p>
  </header>

  <section>
  <div class="verdict {{verdictClass}}"><strong>{{verdict}}</strong>{{verdictDetail}}{{#exitDetails}} {{.}}{{/exitDetails}}</div>
  {{#hasWarnings}}
  <div class="verdict warn"><strong>{{words.warnings}}</strong>
  <ul class="warnings">{{#warnings}}<li>{{.}}</li>{{/warnings}}</ul></div>
  {{/hasWarnings}}
  <div class="cards">
  {{#cards}}
  <div class="card{{#isAlert}} alert{{/isAlert}}"><div class="label">{{label}}</div><div class="value">{{value}}</div><div class="share">{{share}}</div></div>
  {{/cards}}
  </div>
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
  <h2>{{words.conservation}}</h2>
  <p class="note">{{words.conservationRule}}</p>
  <div class="scroll"><table>
  <thead><tr><th class="n">#</th><th>{{words.column}}</th><th class="c">{{words.selected}}</th><th class="n">{{words.charactersIn}}</th><th class="n">{{words.exactly}}</th><th class="n">{{words.lossy}}</th><th class="n">{{words.substituted}}</th><th class="n">{{words.reported}}</th><th class="n">{{words.gaijiMapped}}</th><th class="c">{{words.holds}}</th></tr></thead>
  <tbody>
  {{#columns}}
  <tr{{#isSum}} class="sum"{{/isSum}}><td class="n">{{number}}</td><td>{{name}}</td><td class="c">{{selected}}</td><td class="n">{{charactersIn}}</td><td class="n">{{exactly}}</td><td class="n">{{lossy}}</td><td class="n">{{substituted}}</td><td class="n">{{reported}}</td><td class="n">{{gaiji}}</td><td class="c"><span class="{{verdictClass}}">{{verdict}}</span></td></tr>
  {{/columns}}
  </tbody></table></div>
  {{#outputChecks}}
  <p>{{words.outputCheck}}: {{text}} <span class="{{verdictClass}}">{{verdict}}</span></p>
  {{/outputChecks}}
  </section>

  <section>
  <h2>{{words.unmappedGaiji}}</h2>
  {{^hasGaiji}}<p>{{words.noUnmappedGaiji}}</p>{{/hasGaiji}}
  {{#hasGaiji}}
  <p class="note">{{gaijiSum}}{{#gaijiIsCut}} {{words.moreRows}}{{/gaijiIsCut}}{{#isMasked}} {{words.maskedNote}}{{/isMasked}}</p>
  <div class="scroll"><table>
  <thead><tr><th>{{words.code}}</th><th>{{words.scalar}}</th><th class="n">{{words.count}}</th><th>{{words.columns}}</th><th>{{words.firstPlace}}</th><th>{{words.action}}</th><th>{{words.context}}</th></tr></thead>
  <tbody>
  {{#gaiji}}
  <tr><td class="code">{{code}}</td><td class="code">{{scalar}}</td><td class="n">{{count}}</td><td>{{columns}}</td><td class="w">{{place}}</td><td>{{action}}{{#outputs}} <span class="glyph">{{.}}</span>{{/outputs}}</td><td>{{#samples}}<span class="sample"><span class="at">{{record}}</span>{{before}}<mark>{{text}}</mark>{{after}}</span>{{/samples}}</td></tr>
  {{/gaiji}}
  </tbody></table></div>
  {{/hasGaiji}}
  </section>

  <section>
  <h2>{{words.otherFindings}}</h2>
  {{^hasOthers}}<p>{{words.noOtherFindings}}</p>{{/hasOthers}}
  {{#hasOthers}}
  {{#othersAreCut}}<p class="note">{{words.moreRows}}</p>{{/othersAreCut}}
  <div class="scroll"><table>
  <thead><tr><th>{{words.kind}}</th><th>{{words.code}}</th><th>{{words.character}}</th><th class="n">{{words.count}}</th><th>{{words.columns}}</th><th>{{words.firstPlace}}</th><th>{{words.action}}</th><th>{{words.context}}</th></tr></thead>
  <tbody>
  {{#others}}
  <tr><td>{{kind}}</td><td class="code">{{code}}</td><td><span class="code">{{scalar}}</span> {{identity}}</td><td class="n">{{count}}</td><td>{{columns}}</td><td class="w">{{place}}</td><td>{{action}}{{#outputs}} <span class="glyph">{{.}}</span>{{/outputs}}</td><td>{{#samples}}<span class="sample"><span class="at">{{record}}</span>{{before}}<mark>{{text}}</mark>{{after}}</span>{{/samples}}</td></tr>
  {{/others}}
  </tbody></table></div>
  {{/hasOthers}}
  </section>

  <section>
  <h2>{{words.mapped}}</h2>
  <div class="two">
  <div><h3>{{words.byGrade}}</h3>
  <table><thead><tr><th>{{words.grade}}</th><th class="n">{{words.distinct}}</th><th class="n">{{words.occurrences}}</th></tr></thead>
  <tbody>{{#grades}}<tr{{#isSum}} class="sum"{{/isSum}}><td>{{name}}</td><td class="n">{{distinct}}</td><td class="n">{{occurrences}}</td></tr>{{/grades}}</tbody></table></div>
  {{#hasGrounds}}
  <div><h3>{{words.byGround}}</h3>
  <table><thead><tr><th>{{words.ground}}</th><th class="n">{{words.distinct}}</th><th class="n">{{words.occurrences}}</th></tr></thead>
  <tbody>{{#grounds}}<tr{{#isSum}} class="sum"{{/isSum}}><td>{{name}}</td><td class="n">{{distinct}}</td><td class="n">{{occurrences}}</td></tr>{{/grounds}}</tbody></table></div>
  {{/hasGrounds}}
  </div>
  <p class="note">{{mappedNote}}</p>
  </section>

  <section>
  <h2>{{words.digests}}</h2>
  {{^isHashed}}<div class="verdict bad"><strong>{{words.digestsOff}}</strong></div>{{/isHashed}}
  <table class="facts"><tbody>
  {{#hashes}}
  <tr><th scope="row">{{label}}</th><td><span class="hash code">{{value}}</span></td></tr>
  {{/hashes}}
  </tbody></table>
  <p class="note">{{words.digestsUse}}</p>
  </section>

  <section>
  <h2>{{words.policy}}</h2>
  <table class="facts"><tbody>
  {{#policies}}
  <tr><th scope="row">{{label}}</th><td>{{value}}</td></tr>
  {{/policies}}
  </tbody></table>
  {{#policyTexts}}
  <h3>{{words.policyText}}</h3>
  <pre>{{.}}</pre>
  {{/policyTexts}}
  </section>

  <section>
  <h2>{{words.terms}}</h2>
  <dl>{{#terms}}<dt>{{name}}</dt><dd>{{meaning}}</dd>{{/terms}}</dl>
  </section>

  <footer>{{footer}} {{words.footer}}</footer>
  </body>
  </html>

  """
