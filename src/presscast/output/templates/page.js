
(() => {
  "use strict";
  const find = (id) => document.getElementById(id);
  const audio = find("audio");
  const times = JSON.parse(find("times").textContent);
  const transcript = find("transcript");
  const sentences = [...transcript.querySelectorAll(".s")];
  const chapters = [...document.querySelectorAll(".chapters a")];
  const chapterStarts = chapters.map((link) => Number(link.dataset.start));
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const key = "presscast:" + document.body.dataset.key;
  let current = -1;
  let marked = -1;
  let chapter = -1;
  let resting = 0;

  document.documentElement.classList.add("scripted");

  // A browser may refuse to remember anything: then nothing is remembered.
  const recall = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { /* refused */ } };

  const clock = (seconds) => {
    const whole = Math.floor(seconds);
    const parts = [Math.floor(whole / 60) % 60, whole % 60];
    const hours = Math.floor(whole / 3600);
    const tail = String(parts[1]).padStart(2, "0");
    return hours ? `${hours}:${String(parts[0]).padStart(2, "0")}:${tail}` : `${parts[0]}:${tail}`;
  };

  /** The index of the last start that is not after a time; -1 before the first. */
  const locate = (length, start, time) => {
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (start(middle) <= time) low = middle + 1; else high = middle;
    }
    return low - 1;
  };

  const seek = (milliseconds) => {
    audio.currentTime = milliseconds / 1000;
    follow();
  };

  const hear = (milliseconds) => {
    seek(milliseconds);
    audio.play().catch(() => {});
  };

  // The words of one sentence at a time are elements: an episode has up to a hundred thousand.
  const markWord = (index) => {
    if (index === marked) return;
    const element = sentences[current];
    const text = element.textContent;
    marked = index;
    if (index < 0) {
      element.textContent = text;
      return;
    }
    const [first, last] = times[current].slice(2 + index * 4);
    const word = document.createElement("span");
    word.className = "w";
    word.textContent = text.slice(first, last);
    element.replaceChildren(text.slice(0, first), word, text.slice(last));
  };

  const showWord = (time) => {
    const [, , ...words] = times[current];
    const at = locate(words.length / 4, (index) => words[index * 4 + 2], time);
    const sounds = at >= 0 && time < words[at * 4 + 3];
    markWord(find("words").checked && sounds ? at : -1);
  };

  const showSentence = (index) => {
    if (index === current) return;
    if (current >= 0) {
      markWord(-1);
      sentences[current].classList.remove("now");
    }
    current = index;
    if (index < 0) return;
    sentences[index].classList.toggle("now", find("sentences").checked);
    reveal();
  };

  /** Scroll to the sentence that sounds where it is not well in view. */
  const reveal = () => {
    if (current < 0 || audio.paused || !find("follow").checked || performance.now() < resting) return;
    const { top, bottom } = sentences[current].getBoundingClientRect();
    if (top > innerHeight * 0.12 && bottom < innerHeight * 0.7) return;
    const behavior = calm.matches ? "auto" : "smooth";
    sentences[current].scrollIntoView({ block: "center", behavior });
  };

  const showChapter = (index) => {
    if (index === chapter) return;
    chapters[chapter]?.removeAttribute("aria-current");
    chapters[index]?.setAttribute("aria-current", "true");
    chapter = index;
  };

  const follow = () => {
    const time = audio.currentTime * 1000;
    showSentence(locate(times.length, (index) => times[index][0], time));
    if (current >= 0) showWord(time);
    showChapter(locate(chapterStarts.length, (index) => chapterStarts[index], time));
  };

  const run = () => {
    follow();
    if (!audio.paused) requestAnimationFrame(run);
  };

  const showState = () => {
    const button = find("play");
    document.documentElement.classList.toggle("playing", !audio.paused);
    button.setAttribute("aria-label", audio.paused ? button.dataset.play : button.dataset.pause);
    keep(key, String(audio.currentTime));
    reveal();
    run();
  };

  const goToChapter = (index) => {
    const bounded = Math.max(0, Math.min(chapters.length - 1, index));
    seek(chapterStarts[bounded]);
    find("status").textContent = chapters[bounded].querySelector(".title").textContent;
  };

  find("play").addEventListener("click", () => (audio.paused ? audio.play() : audio.pause()));
  find("back").addEventListener("click", () => seek(Math.max(0, audio.currentTime * 1000 - 10000)));
  find("forward").addEventListener("click", () => seek(audio.currentTime * 1000 + 30000));
  find("next").addEventListener("click", () => {
    if (chapter + 1 < chapters.length) goToChapter(chapter + 1);
  });
  find("previous").addEventListener("click", () => {
    // Like every player: first to the beginning of this chapter, then to the one before.
    const into = audio.currentTime * 1000 - chapterStarts[Math.max(0, chapter)];
    goToChapter(into > 3000 ? chapter : chapter - 1);
  });

  const setSpeed = (speed) => {
    const shown = `${Number(speed.toFixed(1))}×`;
    audio.preservesPitch = true;
    audio.playbackRate = speed;
    audio.defaultPlaybackRate = speed;
    find("speed").value = String(speed);
    find("speed").setAttribute("aria-valuetext", shown);
    find("rate").textContent = shown;
  };
  find("speed").addEventListener("input", (event) => {
    setSpeed(Number(event.target.value));
    keep("presscast:speed", event.target.value);
  });
  setSpeed(Math.max(0.5, Math.min(3, Number(recall("presscast:speed")) || 1)));

  for (const name of ["sentences", "words", "follow"]) {
    const box = find(name);
    box.checked = recall("presscast:" + name) !== "off";
    box.addEventListener("change", () => {
      keep("presscast:" + name, box.checked ? "on" : "off");
      if (current >= 0) sentences[current].classList.toggle("now", find("sentences").checked);
      follow();
    });
  }

  audio.addEventListener("play", showState);
  audio.addEventListener("pause", showState);
  audio.addEventListener("seeked", follow);
  audio.addEventListener("timeupdate", () => {
    if (Math.abs(audio.currentTime - (Number(recall(key)) || 0)) > 5) keep(key, String(audio.currentTime));
  });

  for (const type of ["wheel", "touchmove"]) {
    // Whoever scrolls wants to read elsewhere for a while.
    addEventListener(type, () => { resting = performance.now() + 8000; }, { passive: true });
  }

  document.querySelector(".chapters").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link) seek(Number(link.dataset.start));
  });

  /** The number of the sentence that an element lies in; -1 outside all. */
  const numberOf = (element) => Number(element.closest(".s")?.id.slice(1) ?? -1);
  const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  transcript.addEventListener("click", (event) => {
    const link = event.target.closest("a.time, a.s");  // a chapter's own link leads off the page
    if (!link || !isPlain(event)) return;
    event.preventDefault();
    if (String(getSelection())) return;
    if (link.dataset.start) hear(Number(link.dataset.start));
    else hear(times[numberOf(link)][0]);
  });

  // One sentence is a stop of the tab key; the arrows go from one to the next.
  const focusable = (index) => {
    for (const element of transcript.querySelectorAll(".s[tabindex='0']")) element.tabIndex = -1;
    if (sentences[index]) sentences[index].tabIndex = 0;
  };
  for (const element of sentences) element.tabIndex = -1;
  focusable(0);
  transcript.addEventListener("focusin", (event) => {
    const at = numberOf(event.target);
    if (at >= 0) focusable(at);
  });
  transcript.addEventListener("keydown", (event) => {
    const at = numberOf(event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || !step || !isPlain(event) || !sentences[at + step]) return;
    event.preventDefault();
    focusable(at + step);
    sentences[at + step].focus();
  });

  const begin = () => {
    const asked = /^#t=([\d.]+)$/.exec(location.hash);
    const before = Number(recall(key)) || 0;
    if (asked) seek(Number(asked[1]) * 1000);
    else if (before > 5 && before < audio.duration - 5) {
      seek(before * 1000);
      find("status").textContent = `${find("status").dataset.resumed} ${clock(before)}`;
    } else follow();
  };
  if (audio.readyState > 0) begin();
  else audio.addEventListener("loadedmetadata", begin, { once: true });
})();
