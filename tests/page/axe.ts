/// <reference lib="dom" />
import axe from "axe-core/axe.min.js" with { type: "text" };
import type { Page } from "puppeteer-core";

/** What axe finds wrong with a page, whose policy must be bypassed. */
export async function axeViolations(page: Page): Promise<string[]> {
  // What a page does after it was resized, it does in a frame.
  await page.evaluate(() =>
    new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
  );
  await page.evaluate(axe);
  return await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as {
      axe: {
        run(): Promise<
          { violations: { id: string; nodes: { html: string }[] }[] }
        >;
      };
    }).axe.run();
    return violations.map(({ id, nodes }) =>
      `${id}: ${nodes.map(({ html }) => html).join("\n")}`
    );
  });
}
