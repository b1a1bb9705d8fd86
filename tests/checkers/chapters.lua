-- What mpv takes for the chapters of a file, as JSON on standard output.
local utils = require("mp.utils")

mp.register_event("file-loaded", function()
  io.stdout:write(utils.format_json(mp.get_property_native("chapter-list")), "\n")
  mp.command("quit")
end)
