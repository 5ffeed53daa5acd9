// Installs what package-lock.json says into node_modules, unless it is there already.
//   node install.mjs <directory>...
// A build that has run once needs no registry: what is installed is compared with the lock file.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = 18;

/** Returns the locked packages of a lock file: path -> entry, without the project itself. */
function packages(file) {
  const { "": _, ...entries } = JSON.parse(readFileSync(file, "utf8")).packages;
  return entries;
}

/** Whether every locked package is installed in the locked version. */
export function isCurrent(directory) {
  const record = join(directory, "node_modules", ".package-lock.json"); // npm writes it last
  if (!existsSync(record)) {
    return false;
  }
  const installed = packages(record);
  return Object.entries(packages(join(directory, "package-lock.json"))).every(([path, locked]) => {
    const found = installed[path];
    if (found === undefined) {
      return locked.optional === true || locked.peer === true;
    }
    return found.integrity === locked.integrity && existsSync(join(directory, path, "package.json"));
  });
}

/** Installs if needed; throws an Error with a message of one line. */
export function install(directory) {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < OLDEST_NODE) {
    throw new Error(`Node ${process.versions.node} is too old, ${OLDEST_NODE} or newer is needed`);
  }
  if (isCurrent(directory)) {
    return;
  }
  const { name } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
  console.log(`npm ci: ${name}`);
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: directory,
    encoding: "utf8",
    shell: process.platform === "win32", // npm is a .cmd file there
  });
  if (npm.error !== undefined) {
    throw new Error(`npm cannot be started (${npm.error.code})`);
  }
  if (npm.status !== 0) {
    console.log(npm.stderr);
    const reason = npm.stderr.split("\n").filter((line) => line.startsWith("npm error"));
    throw new Error(`npm ci failed (${reason.slice(0, 2).join("; ")})`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.argv.slice(2).forEach(install);
  } catch (failure) {
    console.error(failure.message);
    process.exitCode = 1;
  }
}
