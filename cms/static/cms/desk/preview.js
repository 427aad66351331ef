// The page as it will be, beside the words of the translation editor (editor.js), which says what is typed and saved.

class Preview {
    static PAUSE = 800; // milliseconds without a key, after which it follows

    // Say: the sentences of the interface; post: asks the server, which may need a new token.
    constructor(root, say, post) {
        this.url = root.dataset.previewUrl;
        this.say = say;
        this.post = post;
        this.element = root.querySelector("[data-preview]");
        this.frames = root.querySelector("[data-frames]");
        this.said = root.querySelector("[data-preview-said]");
        this.splitter = root.querySelector("[data-splitter]");
        this.toggle = root.querySelector("[data-toggle-preview]");
        this.unsaved = null;
        this.toggle.hidden = false;
        this.toggle.addEventListener("click", () => this.show(this.element.hidden));
        this.watchSplitter();
        const chosen = localStorage.getItem("belfry.desk.preview");
        this.show(chosen ? chosen === "shown" : window.innerWidth > 1200, { isFirst: true });
    }

    show(isShown, { isFirst = false } = {}) {
        this.element.hidden = !isShown;
        this.splitter.hidden = !isShown;
        this.toggle.setAttribute("aria-expanded", isShown);
        this.toggle.textContent = isShown ? this.say.hide_preview : this.say.show_preview;
        if (!isFirst) localStorage.setItem("belfry.desk.preview", isShown ? "shown" : "hidden");
        if (isShown) this.refresh();
    }

    follow(row) {
        this.unsaved = row;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.refresh(), Preview.PAUSE);
    }

    async refresh() {
        if (this.element.hidden) return;
        clearTimeout(this.timer);
        this.asked?.abort();
        this.asked = new AbortController();
        const { signal } = this.asked;
        const { place, words } = this.unsaved?.isChanged ? this.unsaved.values : {};
        try {
            const answer = await this.post(this.url, place ? { place, words } : {}, { signal });
            if (answer.ok) this.render(await answer.text());
            else if (answer.status !== 404) this.said.textContent = this.say.preview_failed;
        } catch (error) {
            if (error.name !== "AbortError") this.said.textContent = this.say.preview_failed;
        }
    }

    get current() {
        return this.frames.querySelector("iframe:not(.is-coming)");
    }

    // A new frame for each version: no flicker, and no entry in the history.
    render(html) {
        const frame = document.createElement("iframe");
        frame.title = this.element.dataset.title;
        frame.className = "is-coming";
        frame.srcdoc = html;
        frame.addEventListener("load", () => {
            const before = this.current?.contentWindow;
            frame.contentWindow.scrollTo({ top: before?.scrollY ?? 0, left: before?.scrollX ?? 0, behavior: "instant" });
            frame.contentDocument.addEventListener("click", Preview.stayHere, true);
            for (const other of this.frames.querySelectorAll("iframe")) if (other !== frame) other.remove();
            frame.classList.remove("is-coming");
        });
        this.frames.querySelectorAll("iframe.is-coming").forEach((other) => other.remove());
        this.frames.append(frame);
        this.said.textContent = "";
    }

    // Scroll to the words that are being translated.
    find(row) {
        const page = this.current?.contentDocument;
        const words = Preview.plain(row.text.value || row.element.dataset.source).slice(0, 60);
        if (!page?.body || words.length < 3) return;
        const walker = page.createTreeWalker(page.querySelector("main") ?? page.body, NodeFilter.SHOW_ELEMENT);
        let found = null;
        while (walker.nextNode()) {
            if (Preview.plain(walker.currentNode.textContent).includes(words)) found = walker.currentNode;
        }
        found?.scrollIntoView({ block: "center", behavior: "instant" });
    }

    watchSplitter() {
        const resize = (percent) => {
            const width = Math.round(Math.min(70, Math.max(20, percent)));
            this.splitter.setAttribute("aria-valuenow", width);
            this.splitter.parentElement.style.setProperty("--desk-preview-width", `${width}%`);
            localStorage.setItem("belfry.desk.preview_width", width);
        };
        const width = Number(localStorage.getItem("belfry.desk.preview_width"));
        if (width) resize(width);
        const isMirrored = document.documentElement.dir === "rtl";
        this.splitter.addEventListener("keydown", (event) => {
            const step = { ArrowLeft: 2, ArrowRight: -2 }[event.key];
            if (!step) return;
            event.preventDefault();
            resize(Number(this.splitter.getAttribute("aria-valuenow")) + (isMirrored ? -step : step));
        });
        this.splitter.addEventListener("pointerdown", (event) => {
            this.splitter.setPointerCapture(event.pointerId);
            this.element.inert = true; // else the frame takes the pointer
        });
        this.splitter.addEventListener("pointermove", (event) => {
            if (!this.splitter.hasPointerCapture(event.pointerId)) return;
            const body = this.splitter.parentElement.getBoundingClientRect();
            const from = isMirrored ? event.clientX - body.left : body.right - event.clientX;
            resize((100 * from) / body.width);
        });
        this.splitter.addEventListener("pointerup", () => {
            this.element.inert = false;
        });
    }

    static plain(text) {
        return text.replace(/<[^>]*>/g, "").replace(/\u00ad/g, "").replace(/\s+/g, " ").trim();
    }

    // A preview is looked at: its links lead nowhere, save within the page.
    static stayHere(event) {
        const link = event.target.closest("a[href]");
        if (!link) return;
        event.preventDefault();
        const href = link.getAttribute("href");
        if (href.startsWith("#")) event.target.ownerDocument.getElementById(href.slice(1))?.scrollIntoView();
    }
}
