// Copies the browser builds of socket.io-client, as published, to where the jar is packed from, and
// compresses them with Brotli, which Java can't.
//   node bundle.mjs <output directory>
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { install } from "./install.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const client = join(here, "node_modules", "socket.io-client");
const output = process.argv[2];

/** Writes only what differs, so that nothing after this step is redone without need. */
function write(name, content) {
  const file = join(output, name);
  if (!existsSync(file) || !readFileSync(file).equals(content)) {
    writeFileSync(file, content);
  }
}

/** Writes a file and its compressed form, unless that is there: to compress takes a second. */
function writeBoth(name, content) {
  write(name, content);
  const packed = join(output, name + ".br");
  if (!existsSync(packed) || !brotliDecompressSync(readFileSync(packed)).equals(content)) {
    const params = {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    };
    writeFileSync(packed, brotliCompressSync(content, { params }));
  }
}

try {
  install(here);
  mkdirSync(output, { recursive: true });
  const { version } = JSON.parse(readFileSync(join(client, "package.json"), "utf8"));
  const files = readdirSync(join(client, "dist")).filter((name) => /\.js(\.map)?$/.test(name));
  for (const name of files) {
    writeBoth(name, readFileSync(join(client, "dist", name)));
  }
  write("LICENSE", readFileSync(join(client, "LICENSE")));
  write("client.properties", Buffer.from(`version=${version}\n`, "latin1"));
} catch (failure) {
  console.error(failure.message);
  process.exitCode = 1;
}
