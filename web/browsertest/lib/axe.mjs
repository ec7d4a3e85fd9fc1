// Runs axe-core in the page (WCAG 2.0 to 2.2, A and AA). The script is evaluated by the debugger, so the page's
// own content security policy stays as strict as it is.
import fs from 'node:fs';
import { createRequire } from 'node:module';

const source = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** One line for each violation. */
export async function violations(page) {
  await page.evaluate(`${source}\n;0`);
  const result = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags } }), TAGS);
  return result.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.flat(3).join(' ')}: ${n.failureSummary.replaceAll('\n', ' ')}`));
}
