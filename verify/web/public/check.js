// SPDX-License-Identifier: Apache-2.0
// Is everything of the page served as it should be? It asks this site for its own files, and nobody else.
{
  const list = document.getElementById("found");
  const counts = { good: 0, better: 0, wrong: 0 };

  const tell = (kind, text) => {
    counts[kind] += 1;
    const item = document.createElement("li");
    item.className = kind;
    item.textContent = text;
    list.append(item);
  };

  const ask = async (file) => {
    try {
      return await fetch(file, { cache: "no-store", redirect: "follow" });
    } catch {
      return null;
    }
  };

  const header = (answer, name) => answer.headers.get(name) ?? "";

  /** What a file must be: there, of this type, and not a page in its place. */
  const check = async (file, type) => {
    const answer = await ask(file);
    if (answer === null || !answer.ok) {
      tell("wrong", `${file}: falta · is missing (${answer?.status ?? "sin respuesta · no answer"})`);
      return;
    }
    const start = new TextDecoder().decode((await answer.arrayBuffer()).slice(0, 60)).trimStart();
    const got = header(answer, "content-type");
    if (type !== "text/html" && start.startsWith("<")) {
      tell("wrong", `${file}: en su lugar llega una página · a web page comes instead`);
    } else if (type !== "" && !got.startsWith(type)) {
      tell(type === "text/javascript" ? "wrong" : "better", `${file}: ${got || "?"}; ${type}`);
    } else {
      tell("good", `${file}: ${got}`);
    }
    if (/max-age=(\d+)/.exec(header(answer, "cache-control"))?.[1] > 86400) {
      tell("better", `${file}: se guarda más de un día · is kept for more than a day`);
    }
  };

  const filesOf = async () => {
    const page = await (await ask("./"))?.text();
    return page?.match(/assets\/[\w.-]+/g) ?? [];
  };

  const run = async () => {
    const local = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
    tell(
      isSecureContext ? "good" : "wrong",
      isSecureContext ? "https" : "Sin https no funciona sin red · without https it does not work offline",
    );
    await check("./", "text/html");
    await check("trust.sello", "");
    await check("sw.js", "text/javascript");
    await check("manifest.webmanifest", "");
    await check("icons/icon-192.png", "image/png");
    await check("words/list.json", "application/json");
    for (const file of new Set(await filesOf())) {
      const type = file.endsWith(".js") ? "text/javascript" : file.endsWith(".css") ? "text/css" : "";
      await check(file, type);
    }
    const none = await ask(`no-${Date.now()}`);
    if (none !== null && none.status !== 404) {
      tell("better", `404: ${none.status}; un archivo que no hay debe dar 404 · a missing file should give 404`);
    } else if (!((await none?.text()) ?? "").includes("sello-404") && !local) {
      tell("better", "404.html: este sitio no lo usa · this site does not use it");
    }
    document.getElementById("whole").textContent =
      counts.wrong > 0
        ? `Hay ${counts.wrong} cosas que corregir · ${counts.wrong} things to mend`
        : counts.better > 0
          ? "Funciona; algo puede mejorar · It works; something could be better"
          : "Todo bien · All is well";
  };
  void run();
}
