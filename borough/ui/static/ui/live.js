// Says how many contacts have come since the page was opened, and offers to show them. Without scripts the page is as it was.
const place = document.querySelector("[data-live]");
if (place && "EventSource" in window) {
  let count = 0;
  const say = (more) => {
    count += more;
    const words = count === 1 ? "1 new contact." : `${count.toLocaleString("en-GB")} new contacts.`;
    place.hidden = false;
    place.querySelector("[data-live-count]").textContent = words;
  };
  const heard = new EventSource(place.dataset.live, { withCredentials: true });
  heard.addEventListener("contact-recorded", () => say(1));
  heard.addEventListener("contacts-imported", (event) => say(JSON.parse(event.data).imported));
  window.addEventListener("pagehide", () => heard.close());
}
