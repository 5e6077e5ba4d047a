# SPDX-License-Identifier: Apache-2.0
# Debian packages, by `cpack` (script/package): the registry, the verifier without it, and the verdict for
# other programs. What both tools need (pictures, names, Spanish) is the verifier's.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME sello)
set(CPACK_PACKAGE_VENDOR "Sello")
set(CPACK_PACKAGE_CONTACT "Sello maintainers <sello@sello.example>")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGING_INSTALL_PREFIX ${CMAKE_INSTALL_PREFIX})
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL registry postgres verify dev)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE
  GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

# Built on one Debian for that Debian: "0.1.0-1~deb12".
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
if(EXISTS /etc/os-release)
  file(STRINGS /etc/os-release release REGEX "^VERSION_ID=")
  string(REGEX REPLACE "[^0-9.]" "" release "${release}")
  if(release)
    set(CPACK_DEBIAN_PACKAGE_RELEASE 1~deb${release})
  endif()
endif()
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY "=")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)

set(version "${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}")
set(CPACK_DEBIAN_REGISTRY_PACKAGE_NAME sello)
set(CPACK_DEBIAN_REGISTRY_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_REGISTRY_PACKAGE_DEPENDS "sello-verify (= ${version}), fonts-dejavu-core, fonts-sil-gentiumplus, fonts-sil-andika")
set(CPACK_DEBIAN_REGISTRY_PACKAGE_RECOMMENDS xdg-utils)
set(CPACK_COMPONENT_REGISTRY_DESCRIPTION "certifier's registry of signed QR labels
 A certifier, a cooperative or the council of a collective mark, records who
 makes what under which certificate, and issues numbered, signed QR labels.
 Whoever buys, sells or inspects checks them without a network.")

set(CPACK_DEBIAN_POSTGRES_PACKAGE_NAME sello-postgresql)
set(CPACK_DEBIAN_POSTGRES_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_POSTGRES_PACKAGE_DEPENDS "sello (= ${version})")
set(CPACK_COMPONENT_POSTGRES_DESCRIPTION "Sello's registry on a PostgreSQL server
 Lets many offices share one registry of signed QR labels, which then lies on
 a PostgreSQL server, version 15 or later. Who keeps a registry on one
 computer needs nothing of it.")

set(CPACK_DEBIAN_VERIFY_PACKAGE_NAME sello-verify)
set(CPACK_DEBIAN_VERIFY_PACKAGE_SECTION utils)
set(CPACK_COMPONENT_VERIFY_DESCRIPTION "offline verifier of signed QR labels
 Tells without a network whether a label of Sello is authentic, withdrawn,
 forged or unknown, from pictures, scanners and texts. It needs one small file
 of each certifier that is trusted, and neither the registry nor a database.")

set(CPACK_DEBIAN_DEV_PACKAGE_NAME libselloverify-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "libsodium-dev, zlib1g-dev")
set(CPACK_COMPONENT_DEV_DESCRIPTION "verdict on Sello's labels for other programs
 libselloverify, static and shared, with one header: whether a label is
 authentic, from bytes, time and trust that the caller has. libsellopicture
 gives the codes in a picture.")

set(CPACK_DEBIAN_DEV_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/cmake/triggers)

# What Debian wants beside the files: changelog and copyright, pages compressed.
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/package_finish.cmake)
set(CPACK_SELLO_SOURCE ${PROJECT_SOURCE_DIR})
set(CPACK_SELLO_VERSION ${version})
include(CPack)
