// The packages that transport-jetty's build installs for its tests; there is one lock file for all.
import { createRequire } from "node:module";

const home = new URL("../../../../transport-jetty/src/test/npm/package.json", import.meta.url);

export const load = createRequire(home);

/** Fulfils after the next event of that name, with its arguments. */
export function once(emitter, event, millis = 30_000) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${event} in ${millis} ms`)), millis);
    emitter.once(event, (...args) => {
      clearTimeout(timer);
      resolve(args);
    });
  });
}
