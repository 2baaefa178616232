# The built web page inside the binary: farthing_assets(TARGET) gives TARGET `assets.inc` to include and the bytes from
# `farthing_assets_begin` on. Without FARTHING_WEB the table is empty, and the program has no page.
option(FARTHING_WEB "Build the dashboard and embed it" OFF)

function(farthing_assets target)
  set(out "${CMAKE_BINARY_DIR}/assets")
  file(MAKE_DIRECTORY "${out}")
  if(FARTHING_WEB)
    set(node "${CMAKE_SOURCE_DIR}/.tools/bin/node")
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/web/src/*" "${CMAKE_SOURCE_DIR}/web/public/*")
    add_custom_command(
      OUTPUT "${out}/assets.bin" "${out}/assets.inc"
      COMMAND "${node}" node_modules/vite/bin/vite.js build --logLevel warn --emptyOutDir --outDir "${out}/dist"
      COMMAND "${node}" "${CMAKE_SOURCE_DIR}/scripts/pack-assets.mjs" "${out}/dist" "${out}"
      WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}/web"
      DEPENDS ${sources} "${CMAKE_SOURCE_DIR}/web/index.html" "${CMAKE_SOURCE_DIR}/web/package-lock.json" "${CMAKE_SOURCE_DIR}/scripts/pack-assets.mjs"
      COMMENT "Building the web page" VERBATIM)
  else()
    file(WRITE "${out}/assets.bin" "")
    file(WRITE "${out}/assets.inc" "")
  endif()
  file(CONFIGURE OUTPUT "${out}/assets.S" @ONLY CONTENT [[
    .section .rodata
    .balign 16
    .global farthing_assets_begin
farthing_assets_begin:
    .incbin "@out@/assets.bin"
    .byte 0
    .section .note.GNU-stack,"",%progbits
]])
  set_source_files_properties("${out}/assets.S" PROPERTIES OBJECT_DEPENDS "${out}/assets.bin" SKIP_UNITY_BUILD_INCLUSION ON SKIP_PRECOMPILE_HEADERS ON)
  target_sources(${target} PRIVATE "${out}/assets.S" "${out}/assets.inc")
  target_include_directories(${target} PRIVATE "${out}")
endfunction()
