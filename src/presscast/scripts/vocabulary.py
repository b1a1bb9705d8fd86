"""The words by which labels are told from prose. English above all; names need no list."""

TITLES = {
    *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady"),
    *("president", "minister", "senator", "judge", "captain", "general", "colonel", "sgt", "rev"),
    *("father", "sister", "rabbi", "imam", "m", "mme", "mlle", "herr", "frau", "sr", "sra", "don"),
    *("doña", "dra", "ing", "st", "king", "queen", "prince", "princess"),
}
"""What stands before a name."""

PARTS = {
    *("narrator", "host", "cohost", "co-host", "interviewer", "interviewee", "editor", "moderator"),
    *("presenter", "anchor", "reporter", "journalist", "correspondent", "newsreader", "guest"),
    *("question", "answer", "q", "a", "q&a", "speaker", "caller", "voice", "audience", "announcer"),
    *("expert", "producer", "studio", "student", "teacher", "witness", "spokesperson", "spokesman"),
    *("spokeswoman", "operator", "chair", "chairman", "chairwoman", "chairperson", "all", "both"),
}
"""What somebody does in a conversation."""

PARTICLES = {
    *("of", "the", "and", "for", "at", "in", "de", "del", "della", "der", "den", "des", "di", "da"),
    *("das", "do", "dos", "du", "d", "e", "y", "i", "la", "le", "les", "van", "von", "zu", "zum"),
    *("ten", "ter", "bin", "ibn", "al", "el", "ben", "abu", "und", "et", "&"),
}
"""What stands inside a name in small letters."""

# What stands before a colon in prose and is nobody: the first word, or the whole of it.
NOT_FIRST = {
    *("at", "on", "in", "by", "from", "to", "for", "with", "after", "before", "since", "until"),
    *("this", "that", "these", "those", "here", "there", "it", "its", "he", "she", "they", "we"),
    *("you", "if", "when", "while", "where", "why", "how", "what", "who", "which", "because"),
    *("but", "so", "then", "also", "first", "second", "third", "finally", "lastly", "next", "one"),
    *("two", "three", "step", "chapter", "section", "figure", "fig", "table", "page", "item"),
    *("photo", "picture", "image", "video", "audio", "read", "see", "click", "watch", "listen"),
    *("according", "our", "my", "your", "his", "her", "their", "no", "yes", "not", "an", "or"),
    *("https", "http", "www", "tel", "phone", "fax", "email", "e-mail", "mail", "press", "media"),
}
NOT_WHOLE = {
    *("note", "notes", "nb", "n.b.", "ps", "p.s.", "update", "updates", "warning", "caution"),
    *("tip", "tips", "source", "sources", "contact", "contacts", "credit", "credits", "caption"),
    *("date", "time", "place", "location", "venue", "subject", "re", "cc", "bcc", "sent", "url"),
    *("website", "web", "link", "links", "example", "examples", "e.g", "i.e", "background"),
    *("summary", "abstract", "conclusion", "introduction", "overview", "important", "reminder"),
    *("correction", "clarification", "disclaimer", "disclosure", "related", "breaking"),
    "exclusive",
    *("analysis", "opinion", "tags", "category", "categories", "keywords", "published", "updated"),
    *("author", "authors", "title", "headline", "fact", "facts", "result", "results", "problem"),
    *("solution", "question mark", "quote", "key points", "key facts", "highlights", "address"),
    *("price", "prices", "cost", "hours", "agenda", "participants", "attendees", "present"),
    *("absent", "apologies", "ingredients", "method", "directions", "pros", "cons", "answer key"),
    *("definition", "hint", "editor's note", "editor’s note", "editors' note", "for example"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today"),
    *("morning", "noon", "afternoon", "evening", "night", "tomorrow", "yesterday", "tonight"),
    *("breakfast", "lunch", "dinner", "break", "doors", "total", "score", "from", "to"),
    *("in short", "bottom line", "takeaway", "copyright", "license", "end", "ends", "recap"),
}
MONTHS = {
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
}
