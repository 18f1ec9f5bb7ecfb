// Installs the packages when the lockfile asks for others than are installed: one process of a checkout at a time.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { interruptedMark, isInstalled } from './installed.mjs';
import { takeLock } from './lock.mjs';
import { identityOf } from './processIdentity.mjs';

const EVERY_MS = 200;

async function lockInstallation(root, log) {
  for (let isReported = false; ; isReported = true) {
    const lock = takeLock(path.join(root, '.nakku'), 'install');
    if (lock.kind === 'taken') return lock;
    if (!isReported) log(`waiting for the installation of another command (pid ${lock.by.pid})`);
    await pause(EVERY_MS);
  }
}

export async function install(root, { npmCi, log = console.error }) {
  if (isInstalled(root)) return;
  const lock = await lockInstallation(root, log);
  if (!isInstalled(root)) {
    const mark = interruptedMark(root);
    mkdirSync(path.dirname(mark), { recursive: true });
    writeFileSync(mark, '');
    // npm outlives a command that is killed: nobody else may install until it has ended.
    await npmCi((pid) => {
      const child = identityOf(pid);
      if (child) lock.extendTo(child);
    });
    rmSync(mark, { force: true });
  }
  lock.release();
}
