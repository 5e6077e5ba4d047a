// SPDX-License-Identifier: Apache-2.0
// The server, as the screens see it: commands of `sello` with their options, and what they answer.
// No rule of the field stands here or above: what may be done is asked.
import { language } from "./words";

/** What an option may be given: files are uploads, files to write have a name, places on a stick a path. */
export type Value =
  | string
  | number
  | boolean
  | { upload: string; prefix?: string }
  | { uploads: readonly string[] }
  | { file: string }
  | { folder: string }
  | { path: string };

/** Arguments and long options of a command, as `sello COMMAND --help` has them. */
export interface Body {
  args?: readonly Value[];
  [option: string]: Value | readonly Value[] | undefined;
}

export interface Made {
  name: string;
  url: string;
  size: number;
  type: string;
}

export interface Answer<T> {
  exit: number;
  lines: T[];
  messages: string[];
  files: Made[];
  folders: { name: string; path: string; zip?: string }[];
}

export interface Job {
  job: string;
  command: string;
  state: "waiting" | "running" | "done";
  progress?: { what: string; done: number; total: number };
}

export interface Hello {
  exists: boolean; // there is a registry
  name?: string;
  practice?: boolean;
  language: string;
  unlocked: boolean;
  clerk: string; // who is at the window, as they said; "": nobody did
  registry: string;
  folder: string;
  error?: string;
  message?: string;
}

export interface Volume {
  path: string;
  name: string;
  free: number;
  /** Can a backup be put there? */
  writable: boolean;
  files: { name: string; size: number }[];
}

/** What the server refused, in its words. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly rule: string,
    readonly field: string | undefined,
    readonly messages: readonly string[],
    readonly lines: readonly unknown[],
  ) {
    super(message);
  }
}

/** Nobody answers any more: the window was closed where it was opened. */
export class Gone extends Error {}

/** No session: the link was used before, or the window was opened without it. */
export class Outside extends Error {}

/** Asks for the passphrase; false where the person gave up. The lock's part takes this place. */
export const hooks = {
  unlock: (): Promise<boolean> => Promise.resolve(false),
  locked: (_locked: boolean): void => undefined,
  began: (_job: string, _shown: boolean): void => undefined,
};

const KEY = "sello-key"; // of this session: another program's port of this computer gets the cookie, never this

async function ask(
  method: string,
  path: string,
  body?: BodyInit,
  type?: string,
): Promise<Response> {
  const headers: Record<string, string> = { "X-Sello-Lang": language() };
  const key = localStorage.getItem(KEY);
  if (key !== null) {
    headers["X-Sello-Key"] = key;
  }
  if (type !== undefined) {
    headers["Content-Type"] = type;
  }
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      ...(body === undefined ? {} : { body }),
    });
  } catch {
    throw new Gone();
  }
  if (answer.status === 401) {
    throw new Outside();
  }
  return answer;
}

const json = (method: string, path: string, value: unknown): Promise<Response> =>
  ask(method, path, JSON.stringify(value), "application/json");

async function valueOf<T>(answer: Response): Promise<T> {
  return (await answer.json().catch(() => ({}))) as T;
}

interface Problem {
  error?: string;
  field?: string;
  message?: string;
}

function refusal(answer: Partial<Answer<Problem>> & Problem): Refused {
  const told = answer.lines?.find((line) => line.error !== undefined) ?? answer;
  const messages = answer.messages ?? [];
  const words = told.message ?? messages.at(-1) ?? told.error ?? "";
  return new Refused(words, told.error ?? "", told.field, messages, answer.lines ?? []);
}

export async function jobs(): Promise<Job[]> {
  const answer = await ask("GET", "/api/jobs");
  return answer.ok ? ((await valueOf<{ jobs?: Job[] }>(answer)).jobs ?? []) : [];
}

export async function stopJob(id: string): Promise<void> {
  await ask("DELETE", `/api/jobs/${id}`);
}

/** The answer of what runs, once it is there. */
export async function follow(id: string, shown = true): Promise<Response> {
  hooks.began(id, shown);
  for (;;) {
    const answer = await ask("GET", `/api/jobs/${id}?wait=20`);
    if (answer.status !== 202) {
      return answer;
    }
  }
}

/**
 * A command's answer, or a Refused. What takes long is waited for; the passphrase is asked for where one is
 * needed, and then it goes on; asks: false, for a look at what would be, is refused there.
 */
export async function call<T = Record<string, unknown>>(
  command: string,
  body: Body = {},
  asks = true,
): Promise<Answer<T>> {
  const first = await json("POST", `/api/${command.replaceAll(" ", "/")}`, body);
  const reply =
    first.status === 202 ? await follow((await valueOf<{ job: string }>(first)).job, asks) : first;
  const answer = await valueOf<Answer<T> & Problem>(reply);
  if (reply.status === 423) {
    if (asks && (await hooks.unlock())) {
      return call<T>(command, body);
    }
    throw refusal(answer as Partial<Answer<Problem>> & Problem);
  }
  if (!reply.ok || !Array.isArray(answer.lines)) {
    throw refusal(answer as Partial<Answer<Problem>> & Problem);
  }
  return answer;
}

/** What a command lists. */
export async function list<T>(command: string, body: Body = {}): Promise<T[]> {
  return (await call<T>(command, body)).lines;
}

/** The one thing that a command shows. */
export async function one<T>(command: string, body: Body = {}): Promise<T> {
  const [line] = await list<T>(command, body);
  if (line === undefined) {
    throw refusal({ error: "empty" });
  }
  return line;
}

export async function upload(file: File): Promise<{ upload: string }> {
  const reply = await ask(
    "PUT",
    `/api/upload?name=${encodeURIComponent(file.name)}`,
    file,
    "application/octet-stream",
  );
  const value = await valueOf<{ upload?: string } & Problem>(reply);
  if (value.upload === undefined) {
    throw refusal(value);
  }
  return { upload: value.upload };
}

export async function volumes(): Promise<Volume[]> {
  const answer = await ask("GET", "/api/volumes");
  return answer.ok ? ((await valueOf<{ volumes?: Volume[] }>(answer)).volumes ?? []) : [];
}

// ---- the session and its lock ----

export async function enter(token: string): Promise<boolean> {
  const answer = await json("POST", "/api/session", { token });
  const { key } = await valueOf<{ key?: string }>(answer);
  if (answer.ok && key !== undefined) {
    localStorage.setItem(KEY, key);
  }
  return answer.ok;
}

/** A link for one more clerk or browser. */
export async function invite(): Promise<string> {
  return (await valueOf<{ url?: string }>(await json("POST", "/api/session/invite", {}))).url ?? "";
}

/** Who is at the window: events say it beside the account. */
export async function nameClerk(name: string): Promise<void> {
  const reply = await json("POST", "/api/session/clerk", { name });
  if (!reply.ok) {
    throw refusal(await valueOf<Problem>(reply));
  }
}

export async function leave(): Promise<void> {
  await ask("DELETE", "/api/session");
  localStorage.removeItem(KEY);
}

export async function hello(): Promise<Hello> {
  return valueOf<Hello>(await ask("GET", "/api/hello"));
}

/** True: open now. Else the server's words. */
export async function unlock(passphrase: string): Promise<true | string> {
  const answer = await json("POST", "/api/unlock", { passphrase });
  if (answer.ok) {
    hooks.locked(false);
    return true;
  }
  return (await valueOf<Problem>(answer)).message ?? "";
}

export async function lock(): Promise<void> {
  await json("POST", "/api/lock", {});
  hooks.locked(true);
}

export async function isLocked(): Promise<boolean> {
  return (await valueOf<{ unlocked?: boolean }>(await ask("GET", "/api/lock"))).unlocked !== true;
}
