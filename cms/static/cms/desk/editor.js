// The translation editor: saves what is left, and keeps what cannot be saved. preview.js shows the page beside the words.

(() => {
    const root = document.querySelector("[data-desk]");
    const say = JSON.parse(document.getElementById("desk-sentences").textContent);
    const STORE = `belfry.desk.${root.dataset.translation}.`;

    const one = (selector, from = root) => from.querySelector(selector);
    const all = (selector, from = root) => [...from.querySelectorAll(selector)];

    // Talking to the server

    class SignedOut extends Error {}

    let csrf = one("[name=csrfmiddlewaretoken]")?.value ?? "";

    async function request(url, options = {}) {
        const answer = await fetch(url, { credentials: "same-origin", redirect: "manual", ...options });
        // Wagtail leads whoever is not signed in to its sign-in page.
        if (answer.type === "opaqueredirect") throw new SignedOut();
        return answer;
    }

    async function currentDocument() {
        const answer = await request(location.href, { headers: { Accept: "text/html" } });
        return new DOMParser().parseFromString(await answer.text(), "text/html");
    }

    async function post(url, values, options = {}) {
        const send = () =>
            request(url, {
                method: "POST",
                body: new URLSearchParams({ ...values, csrfmiddlewaretoken: csrf }),
                ...options,
            });
        const answer = await send();
        if (answer.status !== 403 || isJson(answer)) return answer;
        // Django makes a new token when somebody signs in again, in another tab.
        csrf = one("[name=csrfmiddlewaretoken]", await currentDocument())?.value ?? csrf;
        return send();
    }

    const isJson = (answer) => (answer.headers.get("Content-Type") ?? "").startsWith("application/json");

    // What could not be saved

    const held = new Set();
    const banner = one("[data-banner]");

    function hold(part, reason) {
        held.add(part);
        part.tell(say.unsaved);
        one("[data-banner-said]").textContent = reason;
        one("[data-sign-in]").hidden = reason !== say.signed_out;
        banner.hidden = false;
    }

    function release(part) {
        held.delete(part);
        if (!held.size) banner.hidden = true;
    }

    // What was typed into a translation that is there no more: no editor will offer it again.
    let isLastCopy = false;
    window.addEventListener("beforeunload", (event) => {
        if (isLastCopy) event.preventDefault();
    });

    one("[data-retry]").addEventListener("click", () => {
        for (const part of [...held]) part.save({ force: true });
    });

    // A browser may refuse to keep anything; then the page itself still has the words.
    const store = {
        read(key) {
            try {
                return JSON.parse(localStorage.getItem(STORE + key));
            } catch {
                return null;
            }
        },
        write(key, value) {
            try {
                localStorage.setItem(STORE + key, JSON.stringify(value));
            } catch {}
        },
        forget(key) {
            try {
                localStorage.removeItem(STORE + key);
            } catch {}
        },
        keys() {
            try {
                return Object.keys(localStorage)
                    .filter((key) => key.startsWith(STORE))
                    .map((key) => key.slice(STORE.length));
            } catch {
                return [];
            }
        },
    };

    // What is saved: a sentence or a fact

    class Part {
        constructor(element) {
            this.element = element;
            this.key = element.dataset.key;
            this.form = one("[data-form]", element);
            this.seen = this.form.elements.seen;
            this.said = one("[data-said]", element);
            this.pending = null;
        }

        tell(text) {
            this.said.textContent = text;
        }

        // One request at a time, so that each knows what the one before has written.
        async save({ force = false } = {}) {
            if (this.pending) {
                await this.pending;
                return this.save();
            }
            if (!force && !this.isChanged) return;
            this.pending = this.send();
            try {
                await this.pending;
            } finally {
                this.pending = null;
            }
        }

        async send() {
            const values = this.values;
            this.tell(say.saving);
            let answer;
            let data;
            try {
                answer = await post(this.url, values, {
                    headers: { Accept: "application/json" },
                    keepalive: true, // when the page is left at the same moment
                });
                data = isJson(answer) ? await answer.json() : null;
            } catch (error) {
                hold(this, error instanceof SignedOut ? say.signed_out : say.offline);
                return;
            }
            if (!data) return hold(this, say.failed);
            if (answer.status === 404) isLastCopy = true;
            if (answer.status === 403 || answer.status === 404) return hold(this, data.said);
            release(this);
            this.take(answer.status, data, values);
            if (data.stage && data.stage !== root.dataset.stage) refreshActions(data.stage);
        }
    }

    class Fact extends Part {
        constructor(element) {
            super(element);
            this.url = this.form.action;
            this.saved = this.values.value;
            this.form.addEventListener("change", () => this.save());
            this.form.addEventListener("submit", (event) => {
                event.preventDefault();
                this.save({ force: true });
            });
        }

        get values() {
            return { value: this.form.elements.value.value, seen: this.seen.value };
        }

        get isChanged() {
            return this.values.value !== this.saved;
        }

        take(status, data, sent) {
            this.tell(data.said);
            if (status !== 200) return;
            this.saved = sent.value;
            this.seen.value = data.written_at;
            preview?.refresh();
        }
    }

    class Row extends Part {
        constructor(element) {
            super(element);
            this.url = root.dataset.segmentUrl;
            this.text = one("textarea", element);
            this.saved = this.text.value;
            this.choices = one("[data-choices]", element);
            this.text.addEventListener("input", () => this.typed());
            this.text.addEventListener("blur", () => this.save());
            this.text.addEventListener("focus", () => preview?.find(this));
            this.form.addEventListener("submit", (event) => {
                event.preventDefault();
                this.confirm();
            });
            for (const button of all("[data-copy]", element)) {
                button.hidden = false;
                button.addEventListener("click", () => this.copySource());
            }
            for (const button of all("[data-use-offered]", element)) {
                button.hidden = false;
                const words = one("[data-offered]", button.closest("[data-earlier]")).textContent;
                button.addEventListener("click", () => this.put(words));
            }
        }

        get values() {
            return { place: this.form.elements.place.value, words: this.text.value, seen: this.seen.value };
        }

        get isChanged() {
            return this.text.value !== this.saved;
        }

        get isDone() {
            return this.isConfirming || this.element.dataset.state === "confirmed";
        }

        typed() {
            grow(this.text);
            if (this.isChanged) {
                store.write(this.key, { words: this.text.value });
                if (this.said.textContent !== say.unsaved) this.tell(say.unsaved);
            } else {
                store.forget(this.key);
                this.tell("");
            }
            preview?.follow(this);
        }

        // As if typed, so that the browser can undo it.
        put(words) {
            this.text.focus();
            this.text.select();
            if (!document.execCommand("insertText", false, words)) {
                this.text.value = words;
                this.typed();
            }
        }

        copySource() {
            this.put(this.element.dataset.source);
        }

        confirm() {
            const isNeeded = this.isChanged || (!this.isDone && this.text.value.trim());
            if (isNeeded) {
                this.isConfirming = true;
                this.save({ force: true }).finally(() => {
                    this.isConfirming = false;
                });
            }
            goToNext(this);
        }

        take(status, data, sent) {
            if (status === 400) return this.tell(data.said); // what was typed stays, here and in the store
            if (status === 409) return this.choose(data);
            this.choices.replaceChildren();
            this.saved = sent.words;
            if (!this.isChanged) store.forget(this.key);
            if (status === 410) {
                this.tell(data.said);
                this.choices.append(one("[data-reload-template]").content.cloneNode(true));
                return;
            }
            this.seen.value = data.written_at;
            this.element.dataset.state = data.state;
            one("[data-state-box]", this.element).innerHTML = data.state_html;
            one("#desk-progress").innerHTML = data.progress_html;
            this.element.querySelectorAll("[data-remark]").forEach((remark) => remark.remove());
            if (!this.isChanged && document.activeElement !== this.text) {
                this.text.value = this.saved = data.words;
                grow(this.text);
            }
            const outcome = sent.words.trim() ? say.saved : say.erased;
            this.tell([outcome, ...data.problems, data.warning].filter(Boolean).join(". "));
            preview?.refresh();
        }

        // Two people have written the same sentence.
        choose(data) {
            const box = one("[data-conflict-template]").content.cloneNode(true);
            one("[data-words]", box).textContent = data.theirs;
            one("[data-mine]", box).addEventListener("click", () => {
                this.seen.value = data.seen;
                this.save({ force: true });
                this.text.focus();
            });
            one("[data-theirs]", box).addEventListener("click", () => {
                this.seen.value = data.seen;
                this.saved = data.theirs;
                this.put(data.theirs);
                store.forget(this.key);
                this.choices.replaceChildren();
                one("[data-state-box]", this.element).innerHTML = data.state_html;
                this.element.dataset.state = data.state;
                this.tell("");
                preview?.refresh();
            });
            this.choices.replaceChildren(box);
            this.tell(data.said);
        }

        offerKept(words) {
            const box = keptBox(say.restored, words);
            one("[data-use]", box).addEventListener("click", () => {
                this.choices.replaceChildren();
                this.put(words);
            });
            one("[data-discard]", box).addEventListener("click", () => {
                store.forget(this.key);
                this.choices.replaceChildren();
                this.text.focus();
            });
            this.choices.replaceChildren(box);
        }
    }

    function keptBox(name, words) {
        const box = one("[data-kept-template]").content.cloneNode(true);
        one("[data-name]", box).textContent = name;
        one("[data-words]", box).textContent = words;
        return box;
    }

    // Where the browser cannot size a text area by its words itself
    function grow(text) {
        if (CSS.supports("field-sizing", "content")) return;
        text.style.height = "auto";
        text.style.height = `${text.scrollHeight + 2}px`;
    }

    // Going on

    function goToNext(from) {
        const start = rows.indexOf(from) + 1;
        const next = [...rows.slice(start), ...rows.slice(0, start)].find((row) => !row.isDone && row !== from);
        if (next) {
            next.text.focus();
            next.text.scrollIntoView({ block: "nearest" });
        } else if (from) {
            from.tell(say.all_done);
            one("[data-finish]")?.focus();
        }
    }

    async function refreshActions(stage) {
        root.dataset.stage = stage;
        const fresh = await currentDocument();
        for (const id of ["desk-actions", "desk-job"]) {
            document.getElementById(id).replaceWith(document.importNode(fresh.getElementById(id), true));
        }
    }

    // Begin

    // Wagtail's header is as high as its title needs; the bar sticks below it, and the preview below the bar.
    const furniture = { "--desk-top": document.querySelector("main header"), "--desk-bar-height": one("[data-bar]") };
    const measure = () => {
        for (const [name, element] of Object.entries(furniture)) {
            if (element) root.style.setProperty(name, `${element.offsetHeight}px`);
        }
    };
    new ResizeObserver(measure).observe(root);
    measure();

    const rows = all("[data-row]")
        .filter((element) => one("[data-form]", element))
        .map((element) => new Row(element));
    const facts = all("[data-fact]").map((element) => new Fact(element));
    const preview = one("[data-preview]") ? new Preview(root, say, post) : null;
    rows.forEach((row) => grow(row.text));

    for (const key of store.keys()) {
        const kept = store.read(key);
        const row = rows.find((candidate) => candidate.key === key);
        if (!kept || row?.text.value === kept.words) {
            store.forget(key);
        } else if (row) {
            row.offerKept(kept.words);
        } else {
            const lost = one("[data-lost]");
            const box = keptBox(say.lost_place, kept.words).firstElementChild;
            one("[data-use]", box).remove();
            one("[data-discard]", box).addEventListener("click", () => {
                store.forget(key);
                box.remove();
                lost.hidden = !lost.childElementCount;
            });
            lost.append(box);
            lost.hidden = false;
        }
    }

    const rowOf = (element) => rows.find((row) => row.element.contains(element));

    root.addEventListener("keydown", (event) => {
        const row = rowOf(event.target);
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && row) {
            event.preventDefault();
            row.confirm();
        } else if (event.key === "F2" && row) {
            event.preventDefault();
            row.copySource();
            row.tell(say.copied);
        } else if (event.key === "F8") {
            event.preventDefault();
            goToNext(row);
        }
    });

    one("[data-next]")?.addEventListener("click", (event) => {
        event.preventDefault();
        goToNext(rowOf(document.activeElement));
    });

    // What stands on this page, with what was saved from here: nobody approves words that they have not seen.
    const version = () =>
        JSON.stringify(Object.fromEntries([
            ...rows.map((row) => [row.key, row.seen.value]),
            ...facts.map((fact) => [fact.key, fact.seen.value]).filter(([, moment]) => moment),
        ]));

    // Whoever finishes by keyboard may not have left the last sentence yet.
    root.addEventListener("submit", async (event) => {
        const form = event.target.closest("[data-act]");
        if (!form) return;
        form.elements.version.value = version();
        const unsaved = rows.filter((row) => row.isChanged || row.pending);
        if (!unsaved.length) return;
        event.preventDefault();
        await Promise.all(unsaved.map((row) => row.save()));
        const isSaved = !held.size && unsaved.every((row) => !row.isChanged);
        if (isSaved && form.isConnected) form.requestSubmit(event.submitter);
    });

    if (location.hash.startsWith("#words-")) document.getElementById(location.hash.slice(1))?.focus();
})();
